package io.messageservice.architecture.smallstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.messageservice.application.memory.cluster.InMemoryBoard;
import io.messageservice.application.memory.cluster.InMemoryBus;
import io.messageservice.application.memory.cluster.Network;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.SharedStoreContract;
import io.messageservice.application.port.out.StoreContracts;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.architecture.inmemory.InMemoryClient;
import io.messageservice.architecture.inmemory.InMemoryNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A third store is an adapter alone: it keeps the contracts and carries real nodes. */
final class SmallStoreTest {

  private static final String JOIN =
      "{'event':'joinConversation','payload':{'conversationId':'c'}}";
  private static final String LEAVE =
      "{'event':'leaveConversation','payload':{'conversationId':'c'}}";
  private static final String SEND =
      "{'event':'sendMessage','payload':{'conversationId':'c','content':'hello'}}";
  private static final byte[] KEY = {1, 2, 3};
  private static final Timer NEVER = (delay, task) -> {};

  private final SmallStore store = new SmallStore();
  private final InMemoryBus bus = new InMemoryBus(Network.SOUND);
  private final InMemoryBoard board =
      new InMemoryBoard(Network.SOUND, Duration.ofSeconds(10), () -> Instant.EPOCH, () -> 0);
  private final InMemoryNode here = node("here");
  private final InMemoryNode there = node("there");

  private InMemoryNode node(String name) {
    return new InMemoryNode(
        store.ledgerOf(name),
        store,
        new ConversationIds(() -> KEY, new Random(1)),
        thread ->
            new Cluster(
                bus.busOf(name, thread, NEVER),
                board.membershipOf(name),
                Optional.of(board.boardOf(name, thread, NEVER))));
  }

  @AfterEach
  void nothingBroke() {
    assertThat(here.faults()).isEmpty();
    assertThat(there.faults()).isEmpty();
  }

  @Test
  void usersOfTwoNodesExchangeMessages() {
    InMemoryClient ann = here.connect("ann");
    InMemoryClient bob = there.connect("bob");
    for (InMemoryClient client : List.of(ann, bob)) {
      client.send(JOIN);
      settle();
      List<String> unused = client.received();
    }

    ann.send(SEND);
    settle();

    assertThat(bob.received())
        .filteredOn(text -> text.startsWith("{'event':'newMessage'"))
        .singleElement()
        .asString()
        .contains("'senderId':'ann'", "'content':'hello'", "'seq':1");

    bob.send(SEND);
    settle();

    assertThat(ann.received())
        .filteredOn(text -> text.startsWith("{'event':'newMessage'"))
        .singleElement()
        .asString()
        .contains("'senderId':'bob'", "'seq':2");
  }

  @Test
  void whoIsInTheRoomOnAnotherNodeStaysAParticipantUntilTheyLeaveThereToo() {
    InMemoryClient ann = here.connect("ann").send(JOIN);
    InMemoryClient annThere = there.connect("ann").send(JOIN);
    settle();

    ann.send(LEAVE);
    settle();
    assertThat(store.conversations.values().iterator().next().participants().size()).isEqualTo(1);

    annThere.send(LEAVE);
    settle();
    assertThat(store.conversations.values().iterator().next().participants().size()).isZero();
  }

  @Test
  void itKnowsNothingOfAnyAdapter() {
    classes()
        .that()
        .haveSimpleNameStartingWith("Small")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("io.messageservice.adapter..", "io.messageservice.bootstrap..")
        .check(new ClassFileImporter().importPackagesOf(SmallStore.class));
  }

  private void settle() {
    boolean any = true;
    while (any) {
      any = here.run() || there.run();
    }
  }

  @Nested
  class Alone extends StoreContracts {
    private final SmallStore own = new SmallStore();
    private final Ledger ledger = own.ledgerOf("here");

    @Override
    protected Ledger ledger() {
      return ledger;
    }

    @Override
    protected History history() {
      return own;
    }

    @Override
    protected ChangeLog changes() {
      return own;
    }
  }

  @Nested
  class Shared extends SharedStoreContract {
    private final SmallStore own = new SmallStore();

    @Override
    protected Ledger ledgerOf(String node) {
      return own.ledgerOf(node);
    }

    @Override
    protected History history() {
      return own;
    }

    @Override
    protected ChangeLog changes() {
      return own;
    }
  }
}
