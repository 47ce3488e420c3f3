package io.messageservice.application.group;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.AddParticipants;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.RemoveParticipant;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.application.port.in.group.UpdateConversation;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Changes who takes part, as what, and the data of a group: judged and stored in the lane; from
 * then on those who joined receive what is sent, and those who left are in no room and receive
 * nothing more.
 */
public final class ChangeConversationUseCase
    implements AddParticipants, RemoveParticipant, SetParticipant, UpdateConversation {

  /** Adding users counts for one command more for each of so many. */
  private static final int USERS_OF_WEIGHT = 8;

  private final Partitions partitions;
  private final Membership membership;
  private final InstantSource clock;

  /** By those rules. */
  public ChangeConversationUseCase(
      Partitions partitions, Membership membership, InstantSource clock) {
    this.partitions = partitions;
    this.membership = membership;
    this.clock = clock;
  }

  @Override
  public void add(
      Caller caller,
      ConversationId conversation,
      Set<UserId> users,
      Reply<ChangedConversation> reply) {
    Rule rule =
        (records, found, request) -> {
          found
              .filter(there -> there.details().bans() > 0)
              .ifPresent(there -> records.ahead(there.id(), users));
          if (!caller.actor().isService()) {
            records.ahead(users, caller.user());
          }
          return Optional.of(
              unblocked(records, found, membership.add(found, users, request), request));
        };
    offer(new Change(caller, conversation, rule, 1 + users.size() / USERS_OF_WEIGHT, reply));
  }

  private static MembershipChange unblocked(
      Records records,
      Optional<Conversation> found,
      MembershipChange change,
      Membership.Request request) {
    return change instanceof MembershipChange.Allowed allowed
        ? new BlockRules(records::blocks)
            .refusal(found, allowed.conversation(), request.actor())
            .<MembershipChange>map(MembershipChange.Denied::new)
            .orElse(change)
        : change;
  }

  @Override
  public void remove(
      Caller caller, ConversationId conversation, UserId user, Reply<ChangedConversation> reply) {
    Rule rule = (records, found, request) -> membership.remove(found, user, request);
    offer(new Change(caller, conversation, rule, 1, reply));
  }

  @Override
  public void set(Caller caller, SetParticipant.Request asked, Reply<ChangedConversation> reply) {
    Rule rule =
        (records, found, request) ->
            Optional.of(membership.set(found, asked.user(), asked.change(), request));
    offer(new Change(caller, asked.conversation(), rule, 1, reply));
  }

  @Override
  public void update(
      Caller caller,
      ConversationId conversation,
      DataChange change,
      Reply<ChangedConversation> reply) {
    Rule rule = (records, found, request) -> Optional.of(membership.update(found, change, request));
    offer(new Change(caller, conversation, rule, 1, reply));
  }

  private void offer(Change change) {
    if (!change.partition.offer(change)) {
      change.reply.refused(Refusal.OVERLOADED);
    }
  }

  /** Decides by the conversation as it stands; empty where nothing changes. */
  private interface Rule {
    Optional<MembershipChange> judge(
        Records records, Optional<Conversation> found, Membership.Request request);
  }

  /**
   * What was decided.
   *
   * @param before as it stood before; empty where there is none
   */
  record Changed(Optional<Conversation> before, ChangedConversation answer) {}

  private final class Change implements LaneCommand<Changed> {
    private final Caller caller;
    private final ConversationId id;
    private final Rule rule;
    private final int weight;
    private final Reply<ChangedConversation> reply;
    private final Partition partition;
    private final ConversationDelivery delivery;

    /** As it stood when that was decided; only the lane's thread. */
    private Optional<Conversation> before = Optional.empty();

    Change(
        Caller caller, ConversationId id, Rule rule, int weight, Reply<ChangedConversation> reply) {
      this.caller = caller;
      this.id = id;
      this.rule = rule;
      this.weight = weight;
      this.reply = reply;
      this.partition = partitions.of(id);
      this.delivery = new ConversationDelivery(partition, caller, reply);
    }

    @Override
    public int weight() {
      return weight;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Changed> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      before = found;
      Membership.Request request =
          new Membership.Request(caller.actor(), clock.instant(), user -> records.ban(id, user));
      Optional<MembershipChange> change = rule.judge(records, found, request);
      if (change.isEmpty()) {
        return Decision.unchanged(new Changed(found, new ChangedConversation(found, false)));
      }
      if (change.get() instanceof MembershipChange.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      MembershipChange.Allowed allowed = (MembershipChange.Allowed) change.get();
      Optional<Conversation> now = Optional.of(allowed.conversation());
      boolean isChange = !found.equals(now) || allowed.ban().isPresent();
      Changed changed = new Changed(found, new ChangedConversation(now, isChange));
      return isChange
          ? Decision.changed(changed, allowed.conversation(), allowed.ban())
          : Decision.unchanged(changed);
    }

    @Override
    public void done(Changed changed, Optional<Message> none, Fanout fanout) {
      ChangedConversation answer = changed.answer();
      if (answer.changed()) {
        Conversation now = answer.conversation().orElseThrow();
        delivery.stored(changed.before(), now, () -> reply.done(answer), fanout);
      } else {
        delivery.answer(id, () -> reply.done(answer), fanout);
      }
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      if (refusal.leavesInDoubt()) {
        before.ifPresent(partition.feeds()::mayHaveChanged);
      }
      delivery.refused(id, refusal, fanout);
    }
  }
}
