package io.messageservice.architecture.inmemory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.messageservice.application.port.out.Identities.Reason;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.CloseReason;
import io.messageservice.transport.TransportConfig;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A second transport is an adapter alone, and carries the real use cases. */
final class InMemoryTransportTest {

  private static final String JOIN =
      "{'event':'joinConversation','payload':{'conversationId':'c'}}";
  private static final String SEND =
      "{'event':'sendMessage','payload':{'conversationId':'c','content':'hello'}}";

  /** With little room, so that a client which does not read is soon too slow. */
  private static final TransportConfig CONFIG =
      new TransportConfig(
          true,
          Duration.ofSeconds(30),
          2_000,
          4_000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          10,
          Duration.ZERO,
          Optional.empty());

  private final InMemoryNode node = new InMemoryNode(CONFIG);

  @AfterEach
  void nothingBroke() {
    assertThat(node.faults).isEmpty();
  }

  @Test
  void theTimeOfAMessageIsReportedOnce() {
    node.transport.pass(Duration.ofSeconds(1)); // at 0 nothing is measured
    InMemoryClient ann = node.connect("ann").send(JOIN);
    node.connect("bob").send(JOIN);

    ann.send(SEND);

    assertThat(node.written).as("no time passed").containsExactly(0L);
  }

  @Test
  void twoClientsExchangeMessages() {
    InMemoryClient ann = node.connect("ann").send(JOIN);
    InMemoryClient bob = node.connect("bob").send(JOIN);
    ann.received();
    bob.received();

    ann.send(SEND);

    assertThat(bob.received())
        .singleElement()
        .asString()
        .startsWith("{'event':'newMessage'")
        .contains("'senderId':'ann'", "'content':'hello'", "'seq':1");
    assertThat(ann.received())
        .filteredOn(text -> text.contains("'success':true"))
        .singleElement()
        .asString()
        .contains("'event':'sendMessage'", "'seq':1");

    bob.send(SEND);

    assertThat(ann.received())
        .singleElement()
        .asString()
        .contains("'senderId':'bob'", "'content':'hello'", "'seq':2");
  }

  @Test
  void drainedClientsGetTheReasonWithDifferentDelays() {
    InMemoryClient ann = node.connect("ann");
    InMemoryClient bob = node.connect("bob");

    node.transport.stopAccepting();
    node.transport.drain(Duration.ofSeconds(4));
    node.settle();

    assertThat(ann.closes()).containsExactly("DRAINING: reconnect after 0 ms");
    assertThat(bob.closes()).containsExactly("DRAINING: reconnect after 2000 ms");
    assertThat(node.transport.connections()).isZero();
    assertThat(node.transport.isAccepting()).isFalse();
  }

  @Test
  void clientsWhoComeWhileItStopsGetTheReason() {
    node.transport.closeAll(CloseReason.STOPPING);

    assertThat(node.connect("ann").closes()).containsExactly("DRAINING: reconnect after 1000 ms");
  }

  @Test
  void stoppingClosesAllWithTheReason() {
    InMemoryClient ann = node.connect("ann");

    node.transport.closeAll(CloseReason.STOPPING);
    node.settle();

    assertThat(ann.closes()).containsExactly("STOPPING: going away");
    assertThat(ann.isEnded()).isTrue();
  }

  @Test
  void refusedTokensGetTheReason() {
    assertThat(node.connect(new Verdict.Refused(Reason.INVALID)).closes())
        .containsExactly("TOKEN_INVALID: authentication failed");
    assertThat(node.connect(Verdict.Refused.until(Duration.ofSeconds(2))).closes())
        .containsExactly("TOKEN_UNAVAILABLE: authentication unavailable, reconnect after 2000 ms");
    assertThat(node.transport.connections()).isZero();
  }

  @Test
  void theLimitsOfTheProtocolCloseWithTheReason() {
    node.connect("ann");
    node.connect("ann");

    assertThat(node.connect("ann").closes())
        .containsExactly("TOO_MANY_CONNECTIONS: too many connections of this user");
  }

  @Test
  void aClientThatDoesNotReadIsClosedAndOthersGoOn() {
    InMemoryClient slow = node.connect("slow").send(JOIN);
    InMemoryClient ann = node.connect("ann").send(JOIN);
    slow.stopReading();

    for (int i = 0; i < 100; i++) {
      ann.send(SEND);
    }

    node.transport.pass(Duration.ofSeconds(2));
    node.settle();

    assertThat(node.closed).containsExactly(CloseReason.Cause.TOO_SLOW);
    assertThat(ann.received()).filteredOn(text -> text.contains("'success':true")).hasSize(101);
  }

  @Test
  void itKnowsNothingOfOtherAdapters() {
    classes()
        .that()
        .haveSimpleNameStartingWith("InMemory")
        .and()
        .haveSimpleNameNotEndingWith("Node")
        .and()
        .haveSimpleNameNotEndingWith("Test")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.messageservice.architecture.inmemory",
            "io.messageservice.transport..",
            "io.messageservice.protocol..",
            "io.messageservice.application.port..",
            "io.messageservice.application.budget..",
            "",
            "java..",
            "org.jspecify.annotations")
        .check(new ClassFileImporter().importPackagesOf(InMemoryTransport.class));
  }
}
