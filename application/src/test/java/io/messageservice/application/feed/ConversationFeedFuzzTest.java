package io.messageservice.application.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event.MessageRelayed;
import io.messageservice.application.feed.ConversationFeed.Verdict;
import io.messageservice.application.feed.FeedMessage.Own;
import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.outcome.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Messages come in any order, doubled, of this node and of others, while pages are read, reads fail
 * and the store gets another history: each message is delivered once and in order, each command is
 * answered once and in the order of the commands.
 */
class ConversationFeedFuzzTest {

  private static final OutgoingEvent EVENT = new OutgoingEvent(new MessageRelayed("{}"));

  private static final int ROUNDS = 3_000;
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

    /** The access version after each message of the store. */
    private final List<Long> stored = new ArrayList<>();

    /** Of the history that the store has now. */
    private final List<Long> delivered = new ArrayList<>();

    /** Commands in the order in which they were carried out, and as they were answered. */
    private int commands;

    private final List<Integer> answered = new ArrayList<>();

    /** Where delivery begins at the latest. */
    private long startAfter;

    /** What the read under way asked for. */
    private @Nullable Long readAfter;

    Node(Random random) {
      this.random = random;
      begin();
    }

    private void begin() {
      stored.clear();
      delivered.clear();
      readAfter = null;
      for (int i = random.nextInt(4); i > 0; i--) {
        store();
      }
      startAfter = stored.size();
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        step();
        judge();
      }
      rest();
      judge();
      assertThat(answered).as("everybody is answered").hasSize(commands);
      assertThat(feed.position()).isEqualTo(stored.size());
      assertThat(feed.isIncomplete()).isFalse();
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
        feed.accessMayHaveChanged();
        advance();
      } else if (choice < 80) {
        feed.reaches(stored.size());
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
        feed.reaches(stored.size());
        advance();
      }
      for (int i = 0; i < 10 + stored.size() && (!feed.isStarted() || feed.isIncomplete()); i++) {
        work(true);
      }
    }

    /** Another node stores a message. */
    private long store() {
      long before = stored.isEmpty() ? 1 : stored.get(stored.size() - 1);
      stored.add(before + (random.nextInt(6) == 0 ? 1 : 0));
      return stored.size();
    }

    /** This node does; others may have stored more by the time it learns of it. */
    private void send() {
      long seq = store();
      for (int i = random.nextInt(3); i > 1; i--) {
        store();
      }
      learn(conversation(seq));
      int command = commands++;
      Own own = new Own(null, () -> answered.add(command), refusal -> answered.add(command));
      offer(new FeedMessage(seq, stored.get((int) seq - 1), EVENT, Optional.of(own)));
    }

    private void join() {
      long head = stored.size();
      learn(conversation(head));
      int command = commands++;
      if (feed.isFailing()) {
        answered.add(command);
        return;
      }
      feed.whenAt(
          head,
          position -> {
            assertThat(position).isGreaterThanOrEqualTo(head);
            answered.add(command);
          },
          refusal -> answered.add(command));
      advance();
    }

    private Conversation conversation(long head) {
      long access = head == 0 ? 1 : stored.get((int) head - 1);
      return new Conversation(ID, Kind.OPEN, Participants.NONE, access, head, Instant.EPOCH);
    }

    private void learn(Conversation conversation) {
      Conversation known = feed.known();
      if (known == null || known.accessVersion() <= conversation.accessVersion()) {
        feed.learn(conversation);
      }
    }

    /** Another node reports any message, perhaps not for the first time. */
    private void hear() {
      if (!stored.isEmpty()) {
        long back = Math.min(stored.size() - 1L, random.nextInt(1 + random.nextInt(12)));
        offer(foreign(stored.size() - back));
      }
    }

    private FeedMessage foreign(long seq) {
      return FeedMessage.of(seq, stored.get((int) seq - 1), EVENT);
    }

    private void offer(FeedMessage message) {
      Verdict verdict = feed.offer(message);
      if (verdict == Verdict.DELIVER) {
        deliver(message);
      } else if (verdict == Verdict.DUPLICATE) {
        message.own().ifPresent(own -> own.delivered().run());
      } else if (feed.isFailing()) {
        feed.fail(Refusal.INTERNAL);
      }
      advance();
    }

    private void deliver(FeedMessage message) {
      delivered.add(message.seq());
      message.own().ifPresent(own -> own.delivered().run());
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
        feed.reaches(stored.size());
        advance();
      } else if (readAfter == null) {
        if (feed.isReading() || feed.isIncomplete()) {
          feed.beginRead();
          readAfter = feed.position();
        }
      } else if (answers) {
        found(readAfter);
      } else {
        failed(random.nextInt(3) == 0);
      }
    }

    private void found(long after) {
      readAfter = null;
      long before = feed.position();
      Conversation conversation = conversation(stored.size());
      Conversation known = feed.known();
      if (known == null || known.accessVersion() <= conversation.accessVersion()) {
        feed.access().learnRead(conversation);
      }
      for (long seq = after + 1; seq <= Math.min(stored.size(), after + PAGE); seq++) {
        Optional<FeedMessage> next = feed.fill(FeedMessage.of(seq, 0, EVENT));
        if (next.isPresent()) {
          deliver(next.get());
          feed.doDue();
        }
      }
      if (feed.failures() > 0 && feed.position() >= stored.size()) {
        feed.endsAt(stored.size());
      }
      advance();
      boolean unused = feed.endRead(feed.position() > before || !feed.isIncomplete());
    }

    private void failed(boolean undecodable) {
      readAfter = null;
      feed.failRead(undecodable);
      if (feed.isFailing()) {
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
        assertThat(first).isLessThanOrEqualTo(startAfter + 1);
        for (int i = 0; i < delivered.size(); i++) {
          assertThat(delivered.get(i)).as("in order: %s", delivered).isEqualTo(first + i);
        }
      }
    }
  }
}
