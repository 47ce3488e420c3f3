package io.messageservice.application.command;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.AddParticipant;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.RemoveParticipant;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Changes who takes part, by request: stored in the lane; from then on those who joined receive
 * what is sent, and those who left are in no room and receive nothing more.
 */
final class ChangeParticipantsUseCase implements AddParticipant, RemoveParticipant {

  private final Partitions partitions;
  private final Membership membership;

  ChangeParticipantsUseCase(Partitions partitions, Membership membership) {
    this.partitions = partitions;
    this.membership = membership;
  }

  @Override
  public void add(Caller caller, ConversationId conversation, UserId user, Reply<Boolean> reply) {
    offer(
        new Change(
            caller,
            conversation,
            found -> Optional.of(membership.add(found, user, caller.actor())),
            reply));
  }

  @Override
  public void remove(
      Caller caller, ConversationId conversation, UserId user, Reply<Boolean> reply) {
    offer(
        new Change(
            caller, conversation, found -> membership.remove(found, user, caller.actor()), reply));
  }

  private void offer(Change change) {
    if (!change.partition.offer(change)) {
      change.reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What was decided.
   *
   * @param before as it stood before; empty where there is none
   * @param now as it stands now
   */
  record Changed(Optional<Conversation> before, Optional<Conversation> now) {

    boolean isChange() {
      return !before.equals(now);
    }
  }

  private final class Change implements LaneCommand<Changed> {
    private final Caller caller;
    private final ConversationId id;
    private final Function<Optional<Conversation>, Optional<MembershipChange>> rule;
    private final Reply<Boolean> reply;
    private final Partition partition;

    /**
     * @param rule decides by the conversation as it stands; empty where nothing changes
     */
    Change(
        Caller caller,
        ConversationId id,
        Function<Optional<Conversation>, Optional<MembershipChange>> rule,
        Reply<Boolean> reply) {
      this.caller = caller;
      this.id = id;
      this.rule = rule;
      this.reply = reply;
      this.partition = partitions.of(id);
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Changed> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      Optional<MembershipChange> change = rule.apply(found);
      if (change.isEmpty()) {
        return Decision.unchanged(new Changed(found, found));
      }
      if (change.get() instanceof MembershipChange.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Conversation now = ((MembershipChange.Allowed) change.get()).conversation();
      Changed changed = new Changed(found, Optional.of(now));
      return changed.isChange() ? Decision.changed(changed, now) : Decision.unchanged(changed);
    }

    @Override
    public void done(Changed changed, Optional<Message> none, Fanout fanout) {
      if (changed.isChange()) {
        deliver(changed.before(), changed.now().orElseThrow(), fanout);
      }
      answer(fanout, () -> reply.done(changed.isChange()));
    }

    private void deliver(Optional<Conversation> before, Conversation now, Fanout fanout) {
      Set<UserId> joined = now.joinedSince(before);
      if (joined.isEmpty()) {
        partition.feeds().removeOthers(now, fanout);
      } else {
        partition.feeds().joined(now, before, joined, fanout);
      }
      fanout.publish(() -> new Signal.OfAccess(id, now.accessVersion(), joined));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      answer(fanout, () -> reply.refused(refusal));
    }

    private void answer(Fanout fanout, Runnable answer) {
      partition
          .feeds()
          .afterAnswers(
              id, () -> fanout.on(caller.loop(), state -> state.answer(caller, id, answer)));
    }
  }
}
