package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every bus must do while nothing is lost on it. That something is not heard is shown by what
 * was published after it and is.
 */
public abstract class ClusterBusContract {

  private static final ConversationId ROOM = new ConversationId("room");
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final ConversationId OTHER = new ConversationId("other");
  private static final UserId ALICE = new UserId("alice");
  private static final UserId BOB = new UserId("bob");

  /** The bus as another node of the same cluster has it; nobody listens yet. */
  protected abstract ClusterBus bus(String node);

  /** Something that the bus can carry. */
  protected abstract Encoded encoded(TypingChanged event);

  /** Returns once the condition holds, and fails where it never does. */
  protected abstract void await(BooleanSupplier condition);

  @Test
  void whoeverWatchesHearsAndNobodyElse() {
    Node speaker = new Node("a");
    Node watcher = new Node("b").watching(ofRoom());
    Node stranger = new Node("c").watching(ofOther());

    speaker.says(ROOM, 1);
    speaker.says(OTHER, 7);

    watcher.awaits(1);
    stranger.awaits(7);
  }

  @Test
  void nobodyHearsHimself() {
    Node speaker = new Node("a").watching(ofRoom());
    Node another = new Node("b").watching(ofRoom());

    speaker.says(ROOM, 1);
    another.awaits(1);
    another.says(ROOM, 2);

    speaker.awaits(2);
  }

  @Test
  void orderOfEachPublisherIsKept() {
    Node first = new Node("a");
    Node second = new Node("b");
    Node watcher = new Node("c").watching(ofRoom(), ofOther());

    for (long i = 1; i <= 200; i++) {
      first.says(i % 3 == 0 ? ROOM : OTHER, i);
      second.says(i % 2 == 0 ? ROOM : OTHER, 1_000 + i);
    }

    await(() -> watcher.seqs().size() >= 400);
    List<Long> seqs = watcher.seqs();
    assertThat(seqs.stream().filter(seq -> seq < 1_000).toList()).isEqualTo(range(1, 200));
    assertThat(seqs.stream().filter(seq -> seq > 1_000).toList()).isEqualTo(range(1_001, 1_200));
  }

  @Test
  void oneListArrivesInItsOrderWithoutWhatIsNotWatched() {
    Node speaker = new Node("a");
    Node watcher = new Node("b").watching(ofRoom());

    speaker.bus.publish(List.of(said(ROOM, 1), said(OTHER, 2), said(ROOM, 3), said(OTHER, 4)));
    speaker.says(ROOM, 5);

    watcher.awaits(1, 3, 5);
  }

  @Test
  void allThatIsSignalledArrivesAsItWas() {
    Node speaker = new Node("a");
    Node watcher = new Node("b").watching(ofRoom());
    TypingChanged typing = new TypingChanged(ROOM, ALICE, new DisplayName("Alice"), true);
    Encoded event = encoded(typing);

    speaker.bus.publish(
        List.of(
            new Signal.Said(ROOM, 7, 3, AT, Set.of(ALICE), event, "epoch"),
            new Signal.AccessChanged(ROOM, 4, Set.of(ALICE, BOB)),
            new Signal.Shown(ROOM, Set.of(BOB), true, event),
            new Signal.Typed(typing, event)));

    await(() -> watcher.heard.size() >= 4);
    Signal.Said said = (Signal.Said) watcher.heard.get(0);
    assertThat(said)
        .isEqualTo(new Signal.Said(ROOM, 7, 3, AT, Set.of(ALICE), said.event(), "epoch"));
    assertThat(watcher.heard.get(1))
        .isEqualTo(new Signal.AccessChanged(ROOM, 4, Set.of(ALICE, BOB)));
    Signal.Shown shown = (Signal.Shown) watcher.heard.get(2);
    assertThat(shown).isEqualTo(new Signal.Shown(ROOM, Set.of(BOB), true, shown.event()));
    Signal.Typed typed = (Signal.Typed) watcher.heard.get(3);
    assertThat(typed).isEqualTo(new Signal.Typed(typing, typed.event(), typed.node()));
    assertThat(typed.node()).isNotEmpty();
    for (Encoded arrived : List.of(said.event(), shown.event(), typed.event())) {
      assertThat(arrived.sizeBytes()).isEqualTo(event.sizeBytes());
    }
  }

  @Test
  void nodesOfWhoeverCameAreTold() {
    Node speaker = new Node("a");
    Node ofAlice = new Node("b").watching(new Topic.OfUser(ALICE));
    Node ofBob = new Node("c").watching(new Topic.OfUser(BOB));

    speaker.bus.publish(List.of(said(ROOM, 1, ALICE), said(ROOM, 2), said(ROOM, 3, ALICE, BOB)));

    ofAlice.awaits(1, 3);
    ofBob.awaits(3);
  }

  @Test
  void whoeverWatchesForTwoReasonsHearsOnce() {
    Node speaker = new Node("a");
    Node watcher = new Node("b").watching(ofRoom(), new Topic.OfUser(ALICE), ofOther());

    speaker.bus.publish(List.of(said(ROOM, 1, ALICE)));
    speaker.says(OTHER, 2);

    watcher.awaits(1, 2);
  }

  @Test
  void watchingTwiceIsWatchingOnce() {
    Node speaker = new Node("a");
    Node watcher = new Node("b").watching(ofRoom()).watching(ofRoom(), ofOther());

    speaker.says(ROOM, 1);
    speaker.says(OTHER, 2);
    watcher.awaits(1, 2);
    watcher.bus.unwatch(List.of(ofRoom()));
    watcher.watching(new Topic.OfUser(BOB));
    speaker.says(ROOM, 3);
    speaker.says(OTHER, 4);

    watcher.awaitsLast(4);
  }

  @Test
  void whatIsWatchedNoMoreEndsAndMayBeginAgain() {
    Node speaker = new Node("a");
    Node watcher = new Node("b").watching(ofRoom(), ofOther());
    watcher.bus.unwatch(List.of(ofRoom()));
    awaitSilence(speaker, watcher);

    watcher.watching(ofRoom());
    speaker.says(ROOM, 1_000);

    watcher.awaitsLast(1_000);
  }

  /** What is under way may still come, and the end of watching may be known a little later. */
  private void awaitSilence(Node speaker, Node watcher) {
    AtomicInteger next = new AtomicInteger();
    await(
        () -> {
          int marker = next.addAndGet(2);
          speaker.says(ROOM, marker - 1);
          speaker.says(OTHER, marker);
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

  private Signal said(ConversationId where, long seq, UserId... came) {
    Encoded event = encoded(new TypingChanged(where, ALICE, new DisplayName("Alice"), false));
    return new Signal.Said(where, seq, 1, AT, Set.of(came), event, "epoch");
  }

  /** A node that remembers what it hears. */
  private final class Node implements ClusterBus.Listener {
    final ClusterBus bus;
    final List<Signal> heard = new CopyOnWriteArrayList<>();

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

    void says(ConversationId where, long seq) {
      bus.publish(List.of(said(where, seq)));
    }

    List<Long> seqs() {
      List<Long> seqs = new ArrayList<>();
      heard.forEach(signal -> seqs.add(((Signal.Said) signal).seq()));
      return seqs;
    }

    /** It hears these and, up to the last of them, no others. */
    void awaits(long... seqs) {
      await(() -> heard.size() >= seqs.length);
      assertThat(seqs()).isEqualTo(LongStream.of(seqs).boxed().toList());
    }

    void awaitsLast(long seq) {
      await(() -> seqs().contains(seq));
    }

    @Override
    public void heard(List<Signal> signals) {
      heard.addAll(signals);
    }

    @Override
    public void doubt() {
      // nothing is promised of that it does not happen
    }
  }
}
