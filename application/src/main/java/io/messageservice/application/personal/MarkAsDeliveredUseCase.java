package io.messageservice.application.personal;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.application.port.out.Ledger.Line;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.user.UserId;
import java.util.Set;
import java.util.stream.Collectors;

/** Moves the mark of what has reached a user forward. */
public final class MarkAsDeliveredUseCase implements MarkAsDelivered {

  private final Partitions partitions;
  private final Access access;
  private final DeliveredEvents events;

  /** By those rules. */
  public MarkAsDeliveredUseCase(Partitions partitions, Access access, DeliveredEvents events) {
    this.partitions = partitions;
    this.access = access;
    this.events = events;
  }

  @Override
  public void mark(Caller caller, Request request, Reply<DeliveredMark> reply) {
    new Marking(caller, request, reply).offer();
  }

  /**
   * How far messages have reached somebody.
   *
   * @param mark the furthest, of what they reported and what they read
   * @param senders who sent the newest messages that have reached them by this
   * @param isNews whether the mark has moved, and others learn of it
   */
  record Reached(
      Conversation conversation, DeliveredMark mark, Set<UserId> senders, boolean isNews) {}

  private final class Marking extends PersonalCommand<Reached, DeliveredMark> {
    private final long upToSeq;

    Marking(Caller caller, Request request, Reply<DeliveredMark> reply) {
      super(caller, request.conversation(), access, reply, partitions.of(request.conversation()));
      this.upToSeq = request.upToSeq();
    }

    @Override
    Decision<Reached> decide(Records records, Conversation conversation) {
      UserId user = caller.user();
      DeliveredMark known =
          new DeliveredMark(id, user, records.deliveredUpTo(id, user))
              .delivered(records.readUpTo(id, user));
      DeliveredMark moved = known.delivered(Math.min(upToSeq, conversation.head()));
      if (moved.equals(known)) {
        return Decision.unchanged(new Reached(conversation, known, Set.of(), false));
      }
      boolean isNews = conversation.participants().size() <= Receipts.MAX_PARTICIPANTS_NOTIFIED;
      Set<UserId> senders =
          isNews && !conversation.isBlocked() ? senders(records, known, moved) : Set.of();
      return Decision.personal(new Reached(conversation, moved, senders, isNews), moved);
    }

    /** A first mark passes all that was ever sent: senders of long ago are not looked for. */
    private Set<UserId> senders(Records records, DeliveredMark known, DeliveredMark moved) {
      long upTo = moved.deliveredUpTo();
      long after = Math.max(known.deliveredUpTo(), upTo - Receipts.MAX_SENT);
      return records
          .sentByOthers(id, caller.user(), after, upTo, Receipts.MAX_SENT)
          .newest()
          .stream()
          .map(Line::sender)
          .collect(Collectors.toSet());
    }

    @Override
    void deliver(Reached reached, Fanout fanout) {
      if (reached.isNews()) {
        events.deliver(reached, caller, partition, fanout);
      }
    }

    @Override
    DeliveredMark answer(Reached reached) {
      return reached.mark();
    }
  }
}
