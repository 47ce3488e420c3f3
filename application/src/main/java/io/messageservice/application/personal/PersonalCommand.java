package io.messageservice.application.personal;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import java.util.Optional;

/**
 * A command of a participant about what they have of one conversation for themselves.
 *
 * @param <R> what was decided
 * @param <A> the answer
 */
abstract class PersonalCommand<R, A> implements LaneCommand<R> {

  final Caller caller;
  final ConversationId id;
  private final Access access;
  private final Reply<A> reply;
  final Partition partition;

  PersonalCommand(
      Caller caller, ConversationId id, Access access, Reply<A> reply, Partition partition) {
    this.caller = caller;
    this.id = id;
    this.access = access;
    this.reply = reply;
    this.partition = partition;
  }

  /** Hands it to its lane. */
  final void offer() {
    if (!partition.offer(this)) {
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /** Decides for a participant. */
  abstract Decision<R> decide(Records records, Conversation conversation);

  /** Delivers to others what was decided. */
  abstract void deliver(R decided, Fanout fanout);

  /** The answer to it. */
  abstract A answer(R decided);

  @Override
  public final Trace trace() {
    return reply.trace();
  }

  @Override
  public final Decision<R> decide(Records records) {
    Optional<Conversation> found = records.conversation(id);
    return access.mayRead(found, caller.user())
        ? decide(records, found.orElseThrow())
        : Decision.refused(found.isEmpty() ? Access.noAccess(caller.actor()) : Refusal.FORBIDDEN);
  }

  @Override
  public final void done(R decided, Optional<Message> none, Fanout fanout) {
    deliver(decided, fanout);
    partition.answer(caller, id, () -> reply.done(answer(decided)), fanout);
  }

  @Override
  public final void refused(Refusal refusal, Fanout fanout) {
    partition.answer(caller, id, () -> reply.refused(refusal), fanout);
  }
}
