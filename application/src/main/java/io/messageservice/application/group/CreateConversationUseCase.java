package io.messageservice.application.group;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.personal.BlockedConversations;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.Reply.Prepared;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.application.reader.ConversationViews;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.domain.conversation.BlockRules;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.conversation.NewConversation;
import io.messageservice.domain.conversation.Pair;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Creates conversations. The same request, a retry or the other of the two, is the same id, so the
 * lane of whichever node finds what is there. A direct conversation that a message with a receiver
 * began has another id; it is looked for before.
 */
public final class CreateConversationUseCase implements CreateConversation {

  /** Creating counts for one command more for each of these participants. */
  private static final int PARTICIPANTS_OF_WEIGHT = 8;

  private static final Refusal HAVE_ANOTHER =
      Refusal.conflict("the two have a direct conversation under another id");

  private final Partitions partitions;
  private final Membership membership;
  private final CreationLimit creations;
  private final BlockedConversations blocks;
  private final ConversationViews views;
  private final ClientReads reads;
  private final History history;
  private final ConversationIds ids;
  private final InstantSource clock;

  /** By those rules. */
  public CreateConversationUseCase(
      Partitions partitions,
      Membership membership,
      CreationLimit creations,
      BlockedConversations blocks,
      ConversationViews views,
      ClientReads reads,
      History history,
      ConversationIds ids,
      InstantSource clock) {
    this.partitions = partitions;
    this.membership = membership;
    this.creations = creations;
    this.blocks = blocks;
    this.views = views;
    this.reads = reads;
    this.history = history;
    this.ids = ids;
    this.clock = clock;
  }

  @Override
  public void create(Caller caller, Request request, Reply<Created> reply) {
    NewConversation wanted =
        new NewConversation(
                request.kind(), request.participants(), request.creator(), request.data())
            .by(caller.actor());
    Optional<Refusal> flaw = membership.flaw(wanted, request.id().isPresent(), caller.actor());
    if (flaw.isPresent()) {
      reply.refused(flaw.get());
      return;
    }
    Creating creating = new Creating(caller, idOf(wanted, request), wanted, reply);
    if (wanted.kind() == Kind.DIRECT) {
      boolean chosen = request.id().isPresent();
      reads.read(caller, reply::refused, READ_BYTES, () -> lookForAnother(creating, chosen));
    } else {
      creating.offer();
    }
  }

  private ConversationId idOf(NewConversation wanted, Request request) {
    if (request.id().isPresent()) {
      return request.id().get();
    }
    return wanted.kind() == Kind.DIRECT
        ? ids.direct(wanted.pair())
        : request.key().map(key -> ids.named(wanted.creator(), key)).orElseGet(ids::next);
  }

  /** Looks among the conversations of the one who asks, as every user pays for their own. */
  private Optional<ConversationId> directOf(NewConversation wanted) {
    Pair two = wanted.pair();
    UserId asker = wanted.creator().orElse(two.one());
    return history.directOf(asker, two.otherThan(asker), 1).stream().findFirst();
  }

  /** One that was created comes first, so that all get the same from then on. */
  private Prepared lookForAnother(Creating creating, boolean chosen) {
    Optional<Conversation> another =
        history.conversation(creating.id).isPresent()
            ? Optional.empty()
            : directOf(creating.wanted).flatMap(history::conversation);
    if (another.isEmpty()) {
      return new Prepared(0, creating::offer);
    }
    return chosen
        ? new Prepared(0, () -> creating.reply.refused(HAVE_ANOTHER))
        : creating.existing(another.get());
  }

  /**
   * What was decided.
   *
   * @param existed whether nothing was to be written
   */
  record Made(Conversation conversation, boolean existed) {}

  private final class Creating implements LaneCommand<Made> {
    private final Caller caller;
    private final ConversationId id;
    private final NewConversation wanted;
    private final Reply<Created> reply;
    private final Partition partition;
    private final CreationLimit.CreationPermit permit;

    Creating(Caller caller, ConversationId id, NewConversation wanted, Reply<Created> reply) {
      this.caller = caller;
      this.id = id;
      this.wanted = wanted;
      this.reply = reply;
      this.partition = partitions.of(id);
      this.permit = creations.permitFor(caller.actor());
    }

    void offer() {
      if (!partition.offer(this)) {
        reply.refused(Refusal.OVERLOADED);
      }
    }

    @Override
    public int weight() {
      return 1 + wanted.participants().size() / PARTICIPANTS_OF_WEIGHT;
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Made> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      MembershipChange change =
          membership.create(found, id, wanted, caller.actor(), clock.instant());
      if (change instanceof MembershipChange.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Optional<Refusal> tooMany = permit.refusal(found);
      if (tooMany.isPresent()) {
        return Decision.refused(tooMany.get());
      }
      Conversation allowed = ((MembershipChange.Allowed) change).conversation();
      if (found.isEmpty() && !caller.actor().isService()) {
        records.ahead(wanted.participants(), caller.user());
      }
      BlockRules rules = new BlockRules(records::blocks);
      Optional<Refusal> blocked = rules.refusal(found, allowed, caller.actor());
      if (blocked.isPresent()) {
        return Decision.refused(blocked.get());
      }
      Conversation made = rules.begun(found, allowed, caller.actor());
      return found.isPresent()
          ? Decision.unchanged(new Made(made, true))
          : Decision.changed(new Made(made, false), made);
    }

    @Override
    public void done(Made made, Optional<Message> none, Fanout fanout) {
      Conversation conversation = made.conversation();
      if (made.existed()) {
        fanout.on(
            caller.loop(),
            state -> reads.read(caller, reply::refused, READ_BYTES, () -> existing(conversation)));
        return;
      }
      Created created = new Created(ConversationViews.ofNew(conversation), false);
      blocks.stored(Optional.empty(), conversation);
      new ConversationDelivery(partition, caller, reply)
          .stored(Optional.empty(), conversation, () -> reply.done(created), fanout);
    }

    /** The answer about one that was there before. */
    Prepared existing(Conversation found) {
      UserId reader = wanted.creator().orElse(caller.user());
      return reply.prepare(new Created(views.of(found, reader, caller.actor()), true));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      fanout.on(caller.loop(), state -> reply.refused(refusal));
    }
  }
}
