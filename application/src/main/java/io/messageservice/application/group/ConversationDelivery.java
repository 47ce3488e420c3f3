package io.messageservice.application.group;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.StoredEvent;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * What follows where a conversation was created or changed: of a group, an event in the order of
 * its changes, in whose place the command is answered; of others, that those who joined receive
 * what is sent and those who left do not.
 */
final class ConversationDelivery {

  private final Partition partition;
  private final Caller caller;
  private final Reply<?> reply;

  /** Only the lane's thread. */
  private boolean answered;

  ConversationDelivery(Partition partition, Caller caller, Reply<?> reply) {
    this.partition = partition;
    this.caller = caller;
    this.reply = reply;
  }

  /**
   * A change is stored.
   *
   * @param before as the conversation stood; empty where it is new
   * @param answer gives the reply
   */
  void stored(Optional<Conversation> before, Conversation now, Runnable answer, Fanout fanout) {
    boolean isCounted =
        now.kind() == Kind.GROUP && before.filter(had -> had.rev() == now.rev()).isEmpty();
    if (isCounted) {
      ConversationChanged event = ConversationChanged.between(before, now);
      Set<UserId> left = event.participants().left();
      if (!left.isEmpty()) { // before others learn of it
        partition.feeds().removeOthers(now, left, fanout);
      }
      deliver(event, before, now, answer, fanout);
      return;
    }
    ParticipantsDelta delta = ParticipantsDelta.between(before, now);
    Set<UserId> joined = delta.joined();
    if (!joined.isEmpty()) {
      partition.feeds().joined(now, before, joined, fanout);
    } else if (!delta.left().isEmpty()) {
      partition.feeds().removeOthers(now, Set.of(), fanout);
    }
    if (!joined.isEmpty() || !delta.left().isEmpty()) {
      fanout.publish(() -> new Signal.OfAccess(now.id(), now.accessVersion(), joined));
    }
    answer(now.id(), answer, fanout);
  }

  private void deliver(
      ConversationChanged event,
      Optional<Conversation> before,
      Conversation now,
      Runnable answer,
      Fanout fanout) {
    fanout.publish(
        () -> new Signal.OfChange(event, now.accessVersion(), partition.feeds().epoch()));
    partition
        .feeds()
        .stored(
            new StoredEvent(
                now,
                before,
                new OutgoingEvent(event),
                caller instanceof Connection connection ? connection : null,
                delivered -> answerHere(now.id(), answer, fanout),
                refusal -> answerHere(now.id(), () -> reply.refused(refusal), fanout)),
            event.participants().joined(),
            fanout);
  }

  /** Answers after the commands in the conversation that were carried out before. */
  void answer(ConversationId there, Runnable answer, Fanout fanout) {
    partition.feeds().afterAnswers(there, () -> answerHere(there, answer, fanout));
  }

  void refused(ConversationId there, Refusal refusal, Fanout fanout) {
    answer(there, () -> reply.refused(refusal), fanout);
  }

  /** Answers once, also where something breaks after that. */
  private void answerHere(ConversationId there, Runnable answer, Fanout fanout) {
    if (!answered) {
      answered = true;
      fanout.on(caller.loop(), state -> state.answer(caller, there, answer));
    }
  }
}
