package io.messageservice.application.port.out.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event.ConversationRead;
import io.messageservice.application.event.Event.MarkMoved;
import io.messageservice.application.event.Event.MessageRead;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every bus must do while nothing is lost on it. That something is not received is shown by
 * what was published after it and is.
 */
public abstract class ClusterBusContract {

  private static final ConversationId ROOM = new ConversationId("room");
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final ConversationId OTHER = new ConversationId("other");
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");

  /** The bus as another node of the same cluster has it; nobody listens yet. */
  protected abstract ClusterBus bus(String node);

  /** Returns once the condition holds, and fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void whoeverWatchesReceivesAndNobodyElse() {
    Node publisher = new Node("a");
    Node watcher = new Node("b").watching(ofRoom());
    Node stranger = new Node("c").watching(ofOther());

    publisher.publishes(ROOM, 1);
    publisher.publishes(OTHER, 7);

    watcher.awaits(1);
    stranger.awaits(7);
  }

  @Test
  void nobodyReceivesTheirOwn() {
    Node publisher = new Node("a").watching(ofRoom());
    Node another = new Node("b").watching(ofRoom());

    publisher.publishes(ROOM, 1);
    another.awaits(1);
    another.publishes(ROOM, 2);

    publisher.awaits(2);
  }

  @Test
  void orderOfEachPublisherIsKept() {
    Node first = new Node("a");
    Node second = new Node("b");
    Node watcher = new Node("c").watching(ofRoom(), ofOther());

    for (long i = 1; i <= 200; i++) {
      first.publishes(i % 3 == 0 ? ROOM : OTHER, i);
      second.publishes(i % 2 == 0 ? ROOM : OTHER, 1_000 + i);
    }

    await(() -> watcher.seqs().size() >= 400);
    List<Long> seqs = watcher.seqs();
    assertThat(seqs.stream().filter(seq -> seq < 1_000).toList()).isEqualTo(range(1, 200));
    assertThat(seqs.stream().filter(seq -> seq > 1_000).toList()).isEqualTo(range(1_001, 1_200));
  }

  @Test
  void oneListArrivesInItsOrderWithoutWhatIsNotWatched() {
    Node publisher = new Node("a");
    Node watcher = new Node("b").watching(ofRoom());

    publisher.bus.publish(
        List.of(stored(ROOM, 1), stored(OTHER, 2), stored(ROOM, 3), stored(OTHER, 4)));
    publisher.publishes(ROOM, 5);

    watcher.awaits(1, 3, 5);
  }

  @Test
  void allThatIsSignalledArrivesAsItWas() {
    Node publisher = new Node("a");
    Node watcher = new Node("b").watching(ofRoom(), new Topic.OfUser(BOB));
    TypingChanged typing = new TypingChanged(ROOM, ALICE, new DisplayName("Alice Ø 🙂"), true);
    MessageId read = new MessageId("m1");
    List<Signal> signals =
        List.of(
            new Signal.OfMessage(new MessageStored(full()), 3, Set.of(ALICE), "epoch"),
            new Signal.OfMessage(new MessageStored(message(ROOM, 8)), 3, Set.of(), "epoch"),
            new Signal.OfAccess(ROOM, 4, Set.of(ALICE, BOB)),
            new Signal.OfReceipt(new MessageRead(ROOM, read, false, BOB), Set.of(BOB), true),
            new Signal.OfReceipt(
                new MarkMoved(new ReadMark(ROOM, BOB, 7), read, 7, true), Set.of(), false),
            new Signal.OfReceipt(new ConversationRead(ROOM, BOB, 5), Set.of(ALICE, BOB), true),
            new Signal.OfNotice(
                BOB, new NoticeGiven("", "{\"text\":\"" + "ø".repeat(40_000) + "\"}")));

    publisher.bus.publish(signals);
    publisher.bus.publish(List.of(new Signal.OfTyping(typing)));

    await(() -> watcher.received.size() > signals.size());
    assertThat(watcher.received.subList(0, signals.size())).isEqualTo(signals);
    Signal.OfTyping typed = (Signal.OfTyping) watcher.received.get(signals.size());
    assertThat(typed.event()).isEqualTo(typing);
    assertThat(typed.node()).isNotEmpty();
  }

  /** With all that a message may have. */
  private static Message full() {
    Attachment large =
        new Attachment(
            Optional.of("a1"),
            "/f",
            "ø.png",
            "image/png",
            Attachment.MAX_FILE_SIZE_BYTES,
            Optional.of("{\"w\":[1,2]}"));
    Attachment plain = new Attachment(Optional.empty(), "/g", "g", "", 0, Optional.empty());
    return new Message(
        new MessageId("m1"),
        ROOM,
        7,
        ALICE,
        new MessageContent("🙂".repeat(20_000), List.of(large, plain)),
        AT,
        Optional.of(new ClientMessageId("key")));
  }

  @Test
  void nodesOfUsersWhoJoinReceiveIt() {
    Node publisher = new Node("a");
    Node ofAlice = new Node("b").watching(new Topic.OfUser(ALICE));
    Node ofBob = new Node("c").watching(new Topic.OfUser(BOB));

    publisher.bus.publish(
        List.of(stored(ROOM, 1, ALICE), stored(ROOM, 2), stored(ROOM, 3, ALICE, BOB)));

    ofAlice.awaits(1, 3);
    ofBob.awaits(3);
  }

  @Test
  void whoeverWatchesForTwoReasonsReceivesOnce() {
    Node publisher = new Node("a");
    Node watcher = new Node("b").watching(ofRoom(), new Topic.OfUser(ALICE), ofOther());

    publisher.bus.publish(List.of(stored(ROOM, 1, ALICE)));
    publisher.publishes(OTHER, 2);

    watcher.awaits(1, 2);
  }

  @Test
  void watchingTwiceIsWatchingOnce() {
    Node publisher = new Node("a");
    Node watcher = new Node("b").watching(ofRoom()).watching(ofRoom(), ofOther());

    publisher.publishes(ROOM, 1);
    publisher.publishes(OTHER, 2);
    watcher.awaits(1, 2);
    watcher.bus.unwatch(List.of(ofRoom()));
    watcher.watching(new Topic.OfUser(BOB));
    publisher.publishes(ROOM, 3);
    publisher.publishes(OTHER, 4);

    watcher.awaitsLast(4);
  }

  @Test
  void whatIsWatchedNoMoreEndsAndMayBeginAgain() {
    Node publisher = new Node("a");
    Node watcher = new Node("b").watching(ofRoom(), ofOther());
    watcher.bus.unwatch(List.of(ofRoom()));
    awaitSilence(publisher, watcher);

    watcher.watching(ofRoom());
    publisher.publishes(ROOM, 1_000);

    watcher.awaitsLast(1_000);
  }

  /** What is under way may still come, and the end of watching may be known a little later. */
  private void awaitSilence(Node publisher, Node watcher) {
    AtomicInteger next = new AtomicInteger();
    await(
        () -> {
          int marker = next.addAndGet(2);
          publisher.publishes(ROOM, marker - 1);
          publisher.publishes(OTHER, marker);
          await(() -> watcher.seqs().contains((long) marker));
          return !watcher.seqs().contains(marker - 1L);
        });
  }

  @Test
  void emptyWatchIsConfirmedToo() {
    new Node("a").watching();
  }

  private static Topic ofRoom() {
    return new Topic.OfConversation(ROOM);
  }

  private static Topic ofOther() {
    return new Topic.OfConversation(OTHER);
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static Signal stored(ConversationId where, long seq, UserId... joined) {
    return new Signal.OfMessage(new MessageStored(message(where, seq)), 1, Set.of(joined), "epoch");
  }

  private static Message message(ConversationId where, long seq) {
    return new Message(
        new MessageId("m" + seq),
        where,
        seq,
        ALICE,
        MessageContent.of("hello"),
        AT,
        Optional.empty());
  }

  /** A node that remembers what it receives. */
  private final class Node implements ClusterBus.Listener {
    final ClusterBus bus;
    final List<Signal> received = new CopyOnWriteArrayList<>();

    Node(String name) {
      bus = bus(name);
      bus.listen(this);
    }

    /** Returns once everybody knows that it watches these. */
    Node watching(Topic... topics) {
      AtomicInteger confirmed = new AtomicInteger();
      bus.watch(Arrays.asList(topics), confirmed::incrementAndGet);
      await(() -> confirmed.get() > 0);
      assertThat(confirmed).hasValue(1);
      return this;
    }

    void publishes(ConversationId where, long seq) {
      bus.publish(List.of(stored(where, seq)));
    }

    List<Long> seqs() {
      List<Long> seqs = new ArrayList<>();
      received.forEach(signal -> seqs.add(((Signal.OfMessage) signal).event().message().seq()));
      return seqs;
    }

    /** It receives these and, up to the last of them, no others. */
    void awaits(long... seqs) {
      await(() -> received.size() >= seqs.length);
      assertThat(seqs()).isEqualTo(LongStream.of(seqs).boxed().toList());
    }

    void awaitsLast(long seq) {
      await(() -> seqs().contains(seq));
    }

    @Override
    public void received(List<Signal> signals) {
      received.addAll(signals);
    }

    @Override
    public void reconcile() {
      // nothing is promised of that it does not happen
    }
  }
}
