package io.messageservice.application.personal;

import io.messageservice.application.event.Event.MessageDelivered;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.personal.MarkAsDeliveredUseCase.Reached;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Timer;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Delivers how far messages have reached users: of each user and conversation one event in {@link
 * #PAUSE}, since clients report every message. What comes meanwhile is delivered as one at its end,
 * as it then stands. Each lane calls for its own conversations.
 */
public final class DeliveredEvents {

  /** Between two events of one user in one conversation. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Map<Key, Pause> pauses = new ConcurrentHashMap<>();
  private final Receipts receipts;
  private final Timer timer;

  /** Nothing waits. */
  public DeliveredEvents(Receipts receipts, Timer timer) {
    this.receipts = receipts;
    this.timer = timer;
  }

  /** Delivers it, now or at the end of the pause. */
  void deliver(Reached reached, Caller caller, Partition partition, Fanout fanout) {
    Key key = new Key(reached.mark().conversation(), reached.mark().user());
    @Nullable Pause pause = pauses.get(key);
    if (pause == null) {
      begin(key, partition);
      send(reached, caller, fanout);
    } else {
      pause.add(reached, caller);
    }
  }

  private void begin(Key key, Partition partition) {
    timer.after(PAUSE, () -> partition.lane().soon("delivered", fanout -> end(key, partition)));
    pauses.put(key, new Pause());
  }

  private void send(Reached reached, Caller caller, Fanout fanout) {
    MessageDelivered event = new MessageDelivered(reached.mark());
    receipts.deliver(reached.conversation(), reached.senders(), caller, event, fanout);
  }

  private void end(Key key, Partition partition) {
    @Nullable Pause pause = pauses.remove(key);
    if (pause != null && pause.caller != null) {
      begin(key, partition);
      partition.lane().post(new Later(key, Set.copyOf(pause.senders), pause.caller));
    }
  }

  private record Key(ConversationId conversation, UserId user) {}

  /** What came since its beginning. Only its lane's thread. */
  private static final class Pause {
    private final Set<UserId> senders = new HashSet<>();
    private @Nullable Caller caller;

    void add(Reached reached, Caller by) {
      senders.addAll(reached.senders());
      caller = by;
    }
  }

  /**
   * Looks again: meanwhile the user may have left, or been blocked, and another node may have moved
   * the mark.
   */
  private final class Later implements LaneCommand<Optional<Reached>> {
    private final Key key;
    private final Set<UserId> senders;
    private final Caller caller;

    Later(Key key, Set<UserId> senders, Caller caller) {
      this.key = key;
      this.senders = senders;
      this.caller = caller;
    }

    @Override
    public Decision<Optional<Reached>> decide(Records records) {
      return Decision.unchanged(
          records
              .conversation(key.conversation())
              .filter(now -> now.has(key.user()))
              .map(now -> new Reached(now, mark(records), senders, true)));
    }

    /** What they have read since is another event. */
    private DeliveredMark mark(Records records) {
      return new DeliveredMark(
          key.conversation(), key.user(), records.deliveredUpTo(key.conversation(), key.user()));
    }

    @Override
    public void done(Optional<Reached> reached, Optional<Message> none, Fanout fanout) {
      reached.ifPresent(now -> send(now, caller, fanout));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      // who was to learn it finds it with the next join
    }
  }
}
