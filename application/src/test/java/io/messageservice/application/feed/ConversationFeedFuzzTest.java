package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.feed.ConversationFeed.Verdict;
import io.messageservice.application.feed.FeedMessage.Own;
import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Messages and changes of them come in any order, doubled, of this node and of others, while pages
 * are read, reads fail and the store gets another history: each message is delivered once and in
 * order, each change or a later one of the same message is delivered before anything shows a higher
 * {@code rev}, each command is answered once and in the order of the commands.
 */
class ConversationFeedFuzzTest {

  private static final int ROUNDS = 1_000;
  private static final int STEPS = 200;
  private static final int PAGE = 7;

  @Test
  void eachIsDeliveredOnceInOrderAndAnsweredOnceInOrder() {
    Fuzz.rounds("feed", ROUNDS, random -> new Node(random).run());
  }

  /** One feed, and what {@link Feeds} does with it; the store is a list. */
  private static final class Node {
    private static final ConversationId ID = new ConversationId("c");

    private final Random random;
    private final ConversationFeed feed = new ConversationFeed(ID);

    /** All that is stored, by rev; a change has the message that changed, a message 0. */
    private final List<Position> stored = new ArrayList<>();

    private final List<Long> changed = new ArrayList<>();
    private final List<Long> access = new ArrayList<>();

    /** Of the history that the store has now. */
    private final List<Long> delivered = new ArrayList<>();

    /** The last state of each message that was delivered. */
    private final Map<Long, Long> states = new HashMap<>();

    /** The highest rev that was delivered. */
    private long shown;

    /** Commands in the order in which they were carried out, and as they were answered. */
    private int commands;

    private final List<Integer> answered = new ArrayList<>();

    /** Where delivery begins at the latest. */
    private Position startAfter = Position.START;

    /** Where it began. */
    private Position begun = Position.START;

    /** What the read under way asked for. */
    private @Nullable Position readAfter;

    Node(Random random) {
      this.random = random;
      begin();
    }

    private void begin() {
      stored.clear();
      changed.clear();
      access.clear();
      delivered.clear();
      states.clear();
      shown = 0;
      readAfter = null;
      for (int i = random.nextInt(4); i > 0; i--) {
        store();
      }
      startAfter = head();
      begun = Position.START;
    }

    private Position head() {
      return stored.isEmpty() ? Position.START : stored.get(stored.size() - 1);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step();
        judge();
      }
      rest();
      judge();
      assertThat(answered).as("everybody is answered").hasSize(commands);
      assertThat(feed.position()).isEqualTo(head());
      assertThat(feed.isIncomplete()).isFalse();
      judgeStates(head().rev());
    }

    private void step() {
      int choice = random.nextInt(100);
      if (choice < 22) {
        send();
      } else if (choice < 35) {
        long unheard = store();
        if (random.nextBoolean()) {
          offer(foreign(unheard));
        }
      } else if (choice < 60) {
        hear();
      } else if (choice < 70) {
        join();
      } else if (choice < 75) {
        int command = commands++;
        feed.afterAnswers(() -> answered.add(command));
      } else if (choice < 78) {
        feed.access().mayHaveChanged();
        advance();
      } else if (choice < 80) {
        feed.reaches(head());
        advance();
      } else if (choice < 98) {
        work(random.nextInt(4) > 0);
      } else if (random.nextInt(10) == 0) {
        resets();
      }
    }

    /** Faults are over: everything stored comes in the end. */
    private void rest() {
      if (feed.isStarted()) {
        feed.reaches(head());
        advance();
      }
      for (int i = 0; i < 10 + stored.size() && (!feed.isStarted() || feed.isIncomplete()); i++) {
        work(true);
      }
    }

    /** Another node stores a message, or changes one; its rev. */
    private long store() {
      Position before = head();
      boolean isChange = before.seq() > 0 && random.nextInt(3) == 0;
      stored.add(isChange ? before.afterChange() : before.afterMessage());
      changed.add(isChange ? 1 + random.nextLong(before.seq()) : 0L);
      long known = access.isEmpty() ? 1 : access.get(access.size() - 1);
      access.add(known + (!isChange && random.nextInt(6) == 0 ? 1 : 0));
      return stored.size();
    }

    /** This node does; others may have stored more by the time it learns of it. */
    private void send() {
      long rev = store();
      for (int i = random.nextInt(3); i > 1; i--) {
        store();
      }
      learn(conversation(rev));
      int command = commands++;
      Own own = new Own(null, event -> answered.add(command), refusal -> answered.add(command));
      FeedMessage message = foreign(rev);
      offer(
          new FeedMessage(
              message.position(), message.accessVersion(), message.event(), Optional.of(own)));
    }

    private void join() {
      Position head = head();
      learn(conversation(stored.size()));
      int command = commands++;
      if (feed.reading().isFailing()) {
        answered.add(command);
        return;
      }
      feed.whenAt(
          head,
          position -> {
            assertThat(position.covers(head)).isTrue();
            answered.add(command);
          },
          refusal -> answered.add(command));
      advance();
    }

    private Conversation conversation(long rev) {
      Position at = rev == 0 ? Position.START : stored.get((int) rev - 1);
      return new Conversation(
          ID,
          Kind.OPEN,
          Participants.NONE,
          rev == 0 ? 1 : access.get((int) rev - 1),
          at.seq(),
          at.rev(),
          Instant.EPOCH,
          Optional.empty(),
          Details.NONE);
    }

    private void learn(Conversation conversation) {
      Conversation known = feed.access().known();
      if (known == null || known.accessVersion() <= conversation.accessVersion()) {
        feed.access().learn(conversation);
      }
    }

    /** Another node reports any message or change, perhaps not for the first time. */
    private void hear() {
      if (!stored.isEmpty()) {
        long back = Math.min(stored.size() - 1L, random.nextInt(1 + random.nextInt(12)));
        offer(foreign(stored.size() - back));
      }
    }

    private FeedMessage foreign(long rev) {
      Position position = stored.get((int) rev - 1);
      long of = changed.get((int) rev - 1);
      return FeedMessage.of(
          position,
          access.get((int) rev - 1),
          of == 0 ? FeedEvents.sent(position) : FeedEvents.changed(of, position));
    }

    private void offer(FeedMessage message) {
      Verdict verdict = feed.offer(message);
      if (verdict == Verdict.DELIVER) {
        deliver(message);
      } else if (verdict == Verdict.DUPLICATE) {
        message.own().ifPresent(own -> own.delivered().accept(message.event()));
      } else if (feed.reading().isFailing()) {
        feed.fail(Refusal.INTERNAL);
      }
      advance();
    }

    private void deliver(FeedMessage message) {
      if (message.event().event() instanceof MessageStored sent) {
        delivered.add(message.position().seq());
        show(sent.message());
      } else if (message.event().event() instanceof MessageChanged change) {
        show(change.message());
      }
      message.own().ifPresent(own -> own.delivered().accept(message.event()));
    }

    private void show(Message message) {
      states.merge(message.seq(), message.rev(), Math::max);
      shown = Math.max(shown, message.rev());
    }

    private void advance() {
      feed.doDue();
      for (Optional<FeedMessage> next = feed.next(); next.isPresent(); next = feed.next()) {
        deliver(next.get());
        feed.doDue();
      }
    }

    /** The store is asked, or answers. */
    private void work(boolean answers) {
      if (!feed.isStarted()) {
        feed.start(startAfter);
        begun = feed.position();
        feed.reaches(head());
        advance();
      } else if (readAfter == null) {
        if (feed.reading().isUnderWay() || feed.isIncomplete()) {
          feed.beginRead();
          readAfter = feed.position();
        }
      } else if (answers) {
        found(readAfter);
      } else {
        failed(random.nextInt(3) == 0);
      }
    }

    private void found(Position after) {
      readAfter = null;
      Conversation conversation = conversation(stored.size());
      Conversation known = feed.access().known();
      if (known == null || known.accessVersion() <= conversation.accessVersion()) {
        feed.access().learnRead(conversation);
      }
      if (feed.position().equals(after)) {
        fill(after);
      }
      if (feed.reading().failures() > 0 && feed.position().covers(head())) {
        feed.endsAt(head());
      }
      advance();
      boolean unused = feed.reading().end(!feed.position().equals(after) || !feed.isIncomplete());
    }

    /** As the store shows it in one page: changes of earlier messages first, then messages. */
    private void fill(Position after) {
      feed.reaches(head());
      List<FeedMessage> page = new ArrayList<>();
      for (long next = after.rev() + 1; next <= stored.size(); next++) {
        long of = changed.get((int) next - 1);
        if (of > 0 && of <= after.seq() && lastState(of) == next && page.size() < PAGE) {
          Position at = new Position(after.seq(), next);
          page.add(FeedMessage.of(at, 0, FeedEvents.changed(of, at)));
        }
      }
      for (long seq = after.seq() + 1; seq <= head().seq() && page.size() < PAGE; seq++) {
        Position state = new Position(seq, lastState(seq));
        Position at = new Position(seq, stored.size());
        page.add(FeedMessage.of(at, 0, FeedEvents.sent(state)));
      }
      for (FeedMessage read : page) {
        fill(read);
        judge();
      }
      boolean isAll =
          page.stream().filter(FeedMessage::isMessage).count() == head().seq() - after.seq()
              && page.size() < PAGE;
      if (isAll) {
        feed.filledUpTo(head());
        feed.doDue();
      }
    }

    private void fill(FeedMessage read) {
      FeedMessage next = feed.fill(read).map(read::with).orElse(read);
      feed.doDue();
      deliver(next);
      feed.filled(read);
      feed.doDue();
    }

    /** The rev of the last state of the message. */
    private long lastState(long seq) {
      for (int i = stored.size(); i > 0; i--) {
        boolean isSent = changed.get(i - 1) == 0 && stored.get(i - 1).seq() == seq;
        if (isSent || changed.get(i - 1) == seq) {
          return i;
        }
      }
      throw new AssertionError("no message " + seq);
    }

    private void failed(boolean undecodable) {
      readAfter = null;
      feed.failRead(undecodable);
      if (feed.reading().isFailing()) {
        feed.fail(undecodable ? Refusal.INTERNAL : Refusal.UNAVAILABLE);
      }
    }

    private void resets() {
      feed.fail(Refusal.UNAVAILABLE);
      feed.reset();
      assertThat(answered).as("all are answered in the epoch that ends").hasSize(commands);
      begin();
    }

    private void judge() {
      for (int i = 0; i < answered.size(); i++) {
        assertThat(answered.get(i)).as("answered in order, once: %s", answered).isEqualTo(i);
      }
      if (!delivered.isEmpty()) {
        long first = delivered.get(0);
        assertThat(first).isLessThanOrEqualTo(startAfter.seq() + 1);
        for (int i = 0; i < delivered.size(); i++) {
          assertThat(delivered.get(i)).as("in order: %s", delivered).isEqualTo(first + i);
        }
      }
      judgeStates(shown);
    }

    /**
     * Who was shown a rev was shown all changes up to it of what they have, or later ones, or gets
     * a later one by that rev when they come back.
     */
    private void judgeStates(long upToRev) {
      for (long rev = begun.rev() + 1; rev <= upToRev; rev++) {
        long of = changed.get((int) rev - 1);
        boolean isSeen =
            of > 0 && of <= Math.max(begun.seq(), lastDelivered()) && lastState(of) <= upToRev;
        if (isSeen) {
          assertThat(states.getOrDefault(of, 0L))
              .as("change %s of message %s, shown up to %s", rev, of, upToRev)
              .isGreaterThanOrEqualTo(rev);
        }
      }
    }

    private long lastDelivered() {
      return delivered.isEmpty() ? 0 : delivered.get(delivered.size() - 1);
    }
  }
}
