package io.messageservice.application.command;

import io.messageservice.application.cluster.NodeOccupancies;
import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.PendingJoin;
import io.messageservice.application.group.CreationLimit;
import io.messageservice.application.lane.LaneCommand;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.personal.BlockedConversations;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.OnlineUsers;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Trace;
import io.messageservice.application.presence.KnownPresence;
import io.messageservice.application.reader.JoinReader;
import io.messageservice.application.reader.ReaderEnvironment;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Rooms;
import io.messageservice.domain.user.UserId;
import io.messageservice.domain.view.ResumePoint;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Enters a room. The lane decides, and from there on the event loop knows what it delivered since;
 * a reader looks up what the answer carries; then the event loop answers and lets in, in one turn.
 */
final class JoinConversationUseCase implements JoinConversation {
  /** Nothing is ever removed from the store. */
  private static final long FIRST_SEQ = 1;

  private final Partitions partitions;
  private final EventLoopStates states;
  private final Access access;
  private final CreationLimit creations;
  private final NodeOccupancies occupancies;
  private final int maxRooms;
  private final History history;
  private final InstantSource clock;
  private final KnownPresence known;
  private final BlockedConversations blocked;
  private final Faults faults;
  private final List<JoinReader> readers;

  JoinConversationUseCase(
      Partitions partitions,
      EventLoopStates states,
      CreationLimit creations,
      NodeOccupancies occupancies,
      KnownPresence known,
      BlockedConversations blocked,
      ReaderEnvironment reader,
      InstantSource clock,
      Policy policy) {
    this.partitions = partitions;
    this.states = states;
    this.access = policy.access();
    this.creations = creations;
    this.occupancies = occupancies;
    this.maxRooms = policy.maxRoomsPerConnection();
    this.history = reader.history();
    this.clock = clock;
    this.known = known;
    this.blocked = blocked;
    this.faults = reader.faults();
    this.readers = states.loops().stream().map(loop -> new JoinReader(loop, reader)).toList();
  }

  @Override
  public void join(Connection caller, Request request, Reply<Joined> reply) {
    Rooms<Connection> rooms = states.of(caller.loop()).rooms();
    if (rooms.isOpen(caller) && !rooms.claim(request.conversation(), caller, maxRooms)) {
      reply.refused(Refusal.tooLarge("conversationId: " + maxRooms + " rooms at most"));
      return;
    }
    Partition partition = partitions.of(request.conversation());
    if (!partition.offer(new Joining(caller, request, reply, partition))) {
      boolean unused = rooms.release(request.conversation(), caller); // it has no seat yet
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What was decided.
   *
   * @param before as it stood before; empty where it is new
   */
  record Entry(Conversation conversation, Optional<Conversation> before) {

    /** Whether the user took no part before. */
    boolean isNewcomer(UserId user) {
      return before.filter(had -> had.has(user)).isEmpty();
    }
  }

  /**
   * What a reader found for the answer.
   *
   * @param changed how many messages that the caller has seen have changed since, as far as it
   *     matters
   */
  private record Looked(
      Conversation conversation,
      String epoch,
      ReadState standing,
      OnlineUsers present,
      long changed,
      List<OwnReactions> own) {}

  private final class Joining implements LaneCommand<Entry> {
    private final Connection caller;
    private final ConversationId id;
    private final Optional<ResumePoint> position;
    private final Reply<Joined> reply;
    private final Partition partition;
    private final CreationLimit.CreationPermit leave;
    private boolean newlyOccupied;

    Joining(Connection caller, Request request, Reply<Joined> reply, Partition partition) {
      this.caller = caller;
      this.id = request.conversation();
      this.position = request.position();
      this.reply = reply;
      this.partition = partition;
      this.leave = creations.permitFor(caller.actor());
    }

    @Override
    public void begin() {
      newlyOccupied = partition.occupancy().occupy(id, caller.user(), caller);
    }

    @Override
    public Trace trace() {
      return reply.trace();
    }

    @Override
    public Decision<Entry> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      Admission admission =
          access.enter(
              found, id, caller.user(), user -> records.isBanned(id, user, clock.instant()));
      if (admission instanceof Admission.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Optional<Refusal> tooMany = leave.refusal(found);
      if (tooMany.isPresent()) {
        return Decision.refused(tooMany.get());
      }
      Conversation joined =
          ((Admission.Granted) admission).conversation().joinedAt(clock.instant());
      Entry entry = new Entry(joined, found);
      Decision.Accepted<Entry> accepted =
          found.filter(joined::equals).isPresent()
              ? Decision.unchanged(entry)
              : Decision.changed(entry, joined);
      return accepted.with(occupancies.taken(joined, caller.user()));
    }

    @Override
    public void done(Entry entry, Optional<Message> none, Fanout fanout) {
      // again, as an earlier join of the batch may have failed
      boolean unused = partition.occupancy().occupy(id, caller.user(), caller);
      Conversation conversation = entry.conversation();
      boolean first = entry.isNewcomer(caller.user());
      if (first) {
        fanout.on(caller.loop(), state -> state.expect(caller, id));
        fanout.publish(
            () -> new Signal.OfAccess(id, conversation.accessVersion(), Set.of(caller.user())));
      }
      String epoch = partition.feeds().epoch();
      partition
          .feeds()
          .whenDelivered(
              conversation,
              entry.before(),
              caller.user(),
              position ->
                  fanout.on(caller.loop(), state -> begin(state, entry, first, position, epoch)),
              refusal -> reject(refusal, this::rise, fanout),
              fanout);
    }

    /**
     * The connection is on its way.
     *
     * @param first whether its user has received nothing of the conversation so far
     */
    private void begin(
        EventLoopState state, Entry entry, boolean first, Position delivered, String epoch) {
      if (!state.rooms().isOpen(caller)) {
        rise(); // it may have closed before it asked
        return;
      }
      state.begin(
          caller,
          id,
          delivered,
          first,
          pending ->
              readers
                  .get(caller.loop().index())
                  .ask(() -> lookUp(state, pending, entry.conversation(), epoch)));
    }

    /** What is delivered is of the epoch that the position is of, or it is not delivered. */
    private Runnable lookUp(
        EventLoopState state, PendingJoin pending, Conversation decided, String epoch) {
      try {
        Conversation conversation = blocked.checked(decided, caller.user());
        ReadState standing =
            history.standing(id, caller.user(), MAX_READERS).knownTo(caller.actor(), conversation);
        OnlineUsers present = known.among(caller, conversation);
        long changed = position.map(point -> changed(point, epoch, conversation)).orElse(0L);
        if (!history.epoch().equals(epoch)) {
          return () -> reject(state, pending, Refusal.UNAVAILABLE);
        }
        Conversation now = now(conversation);
        Looked looked = new Looked(now, epoch, standing, present, changed, own(conversation));
        return () -> enter(state, pending, looked);
      } catch (StoreUnavailable unavailable) {
        faults.broke("store", unavailable);
        return () -> reject(state, pending, Refusal.UNAVAILABLE);
      } catch (RuntimeException | Error fault) {
        faults.broke("join", fault);
        return () -> reject(state, pending, Refusal.INTERNAL);
      }
    }

    /** Where no message ever changed nobody has reacted. */
    private List<OwnReactions> own(Conversation conversation) {
      long head = conversation.head();
      return conversation.messageChanges() == 0
          ? List.of()
          : history.ownReactions(id, caller.user(), Math.max(1, head - OWN_REACTIONS + 1), head);
    }

    private long changed(ResumePoint point, String epoch, Conversation conversation) {
      long most = point.changedToCount(epoch, FIRST_SEQ, conversation);
      return most == 0
          ? 0
          : history.changedCount(id, point.afterSeq(), point.afterRev().orElseThrow(), most);
    }

    private void enter(EventLoopState state, PendingJoin pending, Looked looked) {
      if (!state.rooms().isOpen(caller)) {
        return;
      }
      if (pending.isDenied()) {
        reject(state, pending, Refusal.FORBIDDEN);
        return;
      }
      Position delivered = pending.delivered();
      Optional<Boolean> recovered =
          position.map(
              point -> point.isRecoverable(looked.epoch(), FIRST_SEQ, delivered, looked.changed()));
      Joined joined =
          new Joined(
              id,
              looked.conversation().kind(),
              delivered,
              FIRST_SEQ,
              looked.epoch(),
              recovered,
              looked.standing(),
              looked.present(),
              looked.own());
      Optional<ResumePoint> from = position.filter(point -> recovered.orElse(false));
      Conversation now = looked.conversation();
      state.enter(
          pending,
          () -> answer(pending, joined, now, from),
          now,
          from.map(point -> point.withoutRevIfUnchanged(delivered, now)));
    }

    /** What changed of a group comes before the messages. */
    private void answer(
        PendingJoin pending, Joined joined, Conversation now, Optional<ResumePoint> from) {
      reply.done(joined);
      long known = from.map(ResumePoint::afterRev).orElse(OptionalLong.empty()).orElse(now.rev());
      long rev = now.details().rev();
      if (rev > known && now.has(caller.user())) {
        Position reached = new Position(Math.min(now.head(), rev), rev);
        caller.push(
            new OutgoingEvent(
                ConversationChanged.since(known, now, reached).withOwn(now.roleOf(caller.user()))));
        pending.showed(rev);
      }
    }

    /** As it stands by now, where what changed of it is sent: it may have since the decision. */
    private Conversation now(Conversation decided) {
      return decided.kind() == Kind.GROUP
              && position.filter(point -> point.afterRev().isPresent()).isPresent()
          ? history.conversation(id).orElse(decided)
          : decided;
    }

    private void reject(EventLoopState state, PendingJoin pending, Refusal refusal) {
      if (state.rooms().isOpen(caller)) {
        state.reject(pending, this::rise, () -> reply.refused(refusal));
      }
    }

    /** Gives up the seat; called before the answer, so that what is asked after it comes behind. */
    private void rise() {
      occupancies.release(caller, Set.of(id));
    }

    @Override
    public void refused(Refusal refusal, Fanout fanout) {
      boolean hasNoSeat = newlyOccupied && !refusal.leavesInDoubt();
      if (hasNoSeat) {
        partition.occupancy().vacate(id, caller.user(), caller);
      }
      Runnable released = hasNoSeat ? () -> {} : this::rise;
      partition.feeds().afterAnswers(id, () -> reject(refusal, released, fanout));
    }

    private void reject(Refusal refusal, Runnable released, Fanout fanout) {
      fanout.on(
          caller.loop(), state -> state.reject(caller, id, released, () -> reply.refused(refusal)));
    }
  }
}
