package io.messageservice.architecture.inmemory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.messageservice.transport.TransportConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second wire format is sessions and an encoding, beside those of JSON in one node. */
final class TextFormatTest {

  private static final String JOIN =
      "{'event':'joinConversation','payload':{'conversationId':'c'}}";
  private static final String SEND =
      "{'event':'sendMessage','payload':{'conversationId':'c','content':'hello'}}";

  private final InMemoryNode node =
      new InMemoryNode(
          new TransportConfig(
              true,
              Duration.ofSeconds(30),
              50_000,
              100_000,
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              10,
              Duration.ZERO,
              Optional.empty()));

  private final TextFormat format = new TextFormat();

  @AfterEach
  void nothingBroke() {
    assertThat(node.faults).isEmpty();
  }

  private InMemoryClient json(String user) {
    return node.connect(user).send(JOIN);
  }

  private InMemoryClient text(String user) {
    node.sessions =
        (wire, loop, identity, dialect) ->
            new TextSession(wire, loop, identity, format, node.useCases).opened();
    return node.connect(user).send("join c");
  }

  @Test
  void bothFormatsSeeTheSameMessages() {
    InMemoryClient ann = json("ann");
    InMemoryClient bob = text("bob");
    ann.received();
    assertThat(bob.received()).containsExactly("joined 0");

    ann.send(SEND);
    bob.send("send c hi");

    assertThat(bob.received()).containsExactly("ann: hello", "sent 2");
    assertThat(ann.received())
        .satisfiesExactly(
            reply -> assertThat(reply).contains("'event':'sendMessage'", "'content':'hello'"),
            push ->
                assertThat(push)
                    .startsWith("{'event':'newMessage'")
                    .contains("'senderId':'bob'", "'content':'hi'", "'seq':2"));
  }

  @Test
  void aMessageIsEncodedOnceForAllConnectionsOfAFormat() {
    InMemoryClient ann = json("ann");
    InMemoryClient bob = text("bob");
    InMemoryClient eve = text("eve");

    ann.send(SEND);

    assertThat(bob.received()).endsWith("ann: hello");
    assertThat(eve.received()).endsWith("ann: hello");
    assertThat(format.encoded).hasSize(1);
  }

  @Test
  void itKnowsNothingOfJson() {
    classes()
        .that()
        .haveSimpleNameStartingWith("Text")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.messageservice.architecture.inmemory",
            "io.messageservice.protocol",
            "io.messageservice.application..",
            "io.messageservice.domain..",
            "",
            "java..",
            "org.jspecify.annotations")
        .check(new ClassFileImporter().importPackagesOf(TextFormat.class));
  }
}
