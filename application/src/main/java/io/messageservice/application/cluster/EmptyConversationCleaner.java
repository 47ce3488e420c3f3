package io.messageservice.application.cluster;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Timer;
import io.messageservice.application.reader.ReaderEnvironment;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Forgets conversations without messages, a day after their last join. Where somebody is in the
 * room, they count as joining now.
 *
 * <p>A reader looks for them, the lane decides each again: what was sent or joined meanwhile
 * counts.
 */
public final class EmptyConversationCleaner {

  /** From one look to the next, and from the start to the first: clients have come back by then. */
  public static final Duration PERIOD = Duration.ofHours(1);

  /** To the next look where there may be more. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  /** The most that one look puts into the lane: what others wait for it is some milliseconds. */
  static final int MOST = 256;

  private final Partitions partitions;
  private final NodeOccupancies occupancies;
  private final History history;
  private final Executor readers;
  private final Timer timer;
  private final InstantSource clock;
  private final Faults faults;
  private volatile boolean stopped;

  /**
   * Looks for none yet.
   *
   * @param clock for times that people see
   */
  public EmptyConversationCleaner(
      Partitions partitions,
      NodeOccupancies occupancies,
      ReaderEnvironment around,
      InstantSource clock) {
    this.partitions = partitions;
    this.occupancies = occupancies;
    this.history = around.history();
    this.readers = around.readers();
    this.timer = around.timer();
    this.clock = clock;
    this.faults = around.faults();
  }

  /** Forgets nothing from now on: connections that are closed are no sign of absence. */
  public void stop() {
    stopped = true;
  }

  /** Looks after that time, and from then on. */
  public void lookAfter(Duration delay) {
    timer.after(delay, this::handOver);
  }

  private void handOver() {
    try {
      readers.execute(() -> lookAfter(mayBeMore() ? PAUSE : PERIOD));
    } catch (RejectedExecutionException full) {
      lookAfter(PERIOD);
    }
  }

  private boolean mayBeMore() {
    try {
      Instant dayAgo = clock.instant().minus(Conversation.SILENT_LIFE);
      List<ConversationId> silent = history.silent(dayAgo, MOST);
      return silent.stream().allMatch(this::offer) && silent.size() == MOST;
    } catch (RuntimeException | Error fault) {
      faults.broke("expiry", fault);
      return false;
    }
  }

  private boolean offer(ConversationId id) {
    Partition partition = partitions.of(id);
    return partition.offer(new Forget(id, partition));
  }

  private final class Forget implements LaneCommand<ConversationId> {
    private final ConversationId id;
    private final Partition partition;

    Forget(ConversationId id, Partition partition) {
      this.id = id;
      this.partition = partition;
    }

    @Override
    public Decision<ConversationId> decide(Records records) {
      Instant now = clock.instant();
      Optional<Conversation> past = records.conversation(id).filter(found -> found.isPast(now));
      if (past.isEmpty() || stopped) {
        return Decision.unchanged(id);
      }
      return partition.occupancy().isAttended(id) || occupancies.isAnybodyElsewhere(records, id)
          ? Decision.changed(id, past.get().joinedAt(now))
          : Decision.forgotten(id, id);
    }

    @Override
    public void done(ConversationId forgotten, Optional<Message> none, Fanout fanout) {
      // an empty conversation has no participants to notify
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      // the next look finds it again
    }
  }
}
