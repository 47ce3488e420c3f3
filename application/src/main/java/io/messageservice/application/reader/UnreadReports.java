package io.messageservice.application.reader;

import io.messageservice.application.event.Event.UnreadChanged;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.personal.ReportUnread;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what is unread, on threads that may block: for each user of an event loop one read at a
 * time, and one in {@link #PAUSE}. Those who have just come are read first: after a restart
 * everyone comes at once, and a deletion in a group concerns all its members.
 */
public final class UnreadReports implements ReportUnread {

  /** How long is gathered what is asked for. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** How long the store is left alone at most where it is not there. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

  /** How many users are read at once: others read as well. */
  private static final int MAX_AT_ONCE = 16;

  private static final int MAX_FAULTS = 3;

  private final EventLoopStates states;
  private final ReaderEnvironment around;
  private final InstantSource clock;

  /** Of each event loop, by its index. */
  private final List<Gathered> gathered;

  /** For the connections of those event loops. */
  public UnreadReports(EventLoopStates states, ReaderEnvironment around, InstantSource clock) {
    this.states = states;
    this.around = around;
    this.clock = clock;
    this.gathered = states.loops().stream().map(Gathered::new).toList();
  }

  @Override
  public void reportTotal(Connection connection) {
    gathered(connection).of(connection).total = true;
  }

  @Override
  public void report(Connection connection, ConversationId conversation, long seq) {
    gathered(connection).of(connection).add(conversation, seq);
  }

  private Gathered gathered(Connection connection) {
    return gathered.get(connection.loop().index());
  }

  /** What the connections of one event loop ask for. Only its thread. */
  private final class Gathered {
    private final EventLoop loop;
    private final JoinReader reader;
    private Map<UserId, UnreadQuestion> asked = new LinkedHashMap<>();

    /** What is read next, in this order; what is asked for meanwhile is added after a pause. */
    private final Map<UserId, UnreadQuestion> greeted = new LinkedHashMap<>();

    private final Map<UserId, UnreadQuestion> changed = new LinkedHashMap<>();
    private Duration retry = PAUSE;
    private boolean retrying;

    /** Of the look-ups that were begun together: how many are open, and how many have failed. */
    private int underWay;

    private int failed;
    private int begun;

    Gathered(EventLoop loop) {
      this.loop = loop;
      this.reader = new JoinReader(loop, around);
    }

    UnreadQuestion of(Connection connection) {
      if (asked.isEmpty()) {
        around.timer().after(PAUSE, () -> loop.execute(this::endPause));
      }
      UnreadQuestion question =
          asked.computeIfAbsent(connection.user(), user -> new UnreadQuestion(user));
      question.connections.add(connection);
      return question;
    }

    private void endPause() {
      asked.values().forEach(this::isDue);
      asked = new LinkedHashMap<>();
      readOn();
    }

    private void isDue(UnreadQuestion question) {
      Map<UserId, UnreadQuestion> due = question.total ? greeted : changed;
      due.merge(question.user, question, UnreadQuestion::and);
    }

    private void readOn() {
      if (underWay == 0) {
        List<UnreadQuestion> next = new ArrayList<>();
        take(greeted, next);
        take(changed, next);
        begun = next.size();
        underWay = begun;
        failed = 0;
        next.forEach(question -> reader.ask(() -> lookUp(question)));
      }
    }

    /** The first of those who are still there. */
    private void take(Map<UserId, UnreadQuestion> due, List<UnreadQuestion> next) {
      Iterator<UnreadQuestion> all = due.values().iterator();
      while (all.hasNext() && next.size() < MAX_AT_ONCE) {
        UnreadQuestion question = all.next();
        all.remove();
        if (question.isOfAny(states.of(loop).rooms()::isOpen)) {
          next.add(question);
        }
      }
    }

    private Runnable lookUp(UnreadQuestion question) {
      try {
        List<UnreadChanged> answer = question.answer(around.history(), clock.instant());
        return () -> ended(() -> push(question, answer));
      } catch (StoreUnavailable unavailable) {
        around.faults().broke("store", unavailable);
        return () -> ended(() -> again(question));
      } catch (RuntimeException | Error fault) {
        around.faults().broke("unread", fault);
        return () -> ended(() -> broke(question));
      }
    }

    private void push(UnreadQuestion question, List<UnreadChanged> answer) {
      for (UnreadChanged event : answer) {
        OutgoingEvent outgoing = states.outgoing(event);
        for (Connection connection : question.connections) {
          if (states.of(loop).rooms().isOpen(connection)) {
            connection.push(outgoing);
          }
        }
      }
    }

    private void broke(UnreadQuestion question) {
      question.faults++;
      if (question.faults < MAX_FAULTS) {
        again(question);
      }
    }

    private void again(UnreadQuestion question) {
      failed++;
      isDue(question);
    }

    private void ended(Runnable outcome) {
      try {
        outcome.run();
      } catch (RuntimeException fault) {
        around.faults().broke("unread", fault);
      }
      underWay--;
      if (underWay == 0 && failed == begun) {
        retry();
      } else if (underWay == 0) {
        retry = PAUSE;
        readOn();
      }
    }

    /** Where nothing could be read, it is tried less and less often. */
    private void retry() {
      if (!retrying) {
        retrying = true;
        around.timer().after(retry, () -> loop.execute(this::tryAgain));
        retry = retry.compareTo(LONGEST_PAUSE) < 0 ? retry.multipliedBy(2) : retry;
      }
    }

    private void tryAgain() {
      retrying = false;
      readOn();
    }
  }
}
