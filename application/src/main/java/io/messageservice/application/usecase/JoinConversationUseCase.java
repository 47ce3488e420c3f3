package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Arrival;
import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Hall;
import io.messageservice.application.delivery.Halls;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Work;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.Present;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Standing;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.room.Attendance;
import io.messageservice.domain.view.ResumePoint;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Enters a room. The lane decides, and from there on the shard knows what it was told since; a
 * reader looks up what the answer carries; then the shard answers and lets in, in one turn.
 */
final class JoinConversationUseCase implements JoinConversation {
  /** Nothing is ever removed from the store. */
  private static final long FIRST_SEQ = 1;

  private final Lane lane;
  private final Halls halls;
  private final Access access;
  private final Founding founding;
  private final Attendance<Connection> attendance;
  private final int maxRooms;
  private final History history;
  private final String epoch;
  private final InstantSource clock;
  private final KnownPresence known;
  private final Faults faults;
  private final List<Reception> receptions;

  JoinConversationUseCase(
      Lane lane,
      Halls halls,
      Founding founding,
      Attendance<Connection> attendance,
      KnownPresence known,
      Surroundings around,
      Policy policy) {
    this.lane = lane;
    this.halls = halls;
    this.access = policy.access();
    this.founding = founding;
    this.attendance = attendance;
    this.maxRooms = policy.maxRoomsPerConnection();
    this.history = around.history();
    this.epoch = history.epoch();
    this.clock = around.clock();
    this.known = known;
    this.faults = around.faults();
    this.receptions = halls.shards().stream().map(shard -> new Reception(shard, around)).toList();
  }

  @Override
  public void join(Connection caller, Request request, Reply<Joined> reply) {
    Hall hall = halls.of(caller.shard());
    if (!hall.rooms().claim(request.conversation(), caller, maxRooms)) {
      reply.refused(Refusal.tooLarge("conversationId: " + maxRooms + " rooms at most"));
    } else if (!lane.offer(new Joining(caller, request, reply))) {
      hall.release(caller, request.conversation());
      reply.refused(Refusal.OVERLOADED);
    }
  }

  /**
   * What was decided.
   *
   * @param newcomer whether the user took no part before
   */
  record Entry(Conversation conversation, boolean newcomer) {}

  private final class Joining implements Work<Entry> {
    private final Connection caller;
    private final ConversationId id;
    private final Optional<ResumePoint> position;
    private final Reply<Joined> reply;
    private final Founding.Leave leave;
    private boolean newlySeated;

    Joining(Connection caller, Request request, Reply<Joined> reply) {
      this.caller = caller;
      this.id = request.conversation();
      this.position = request.position();
      this.reply = reply;
      this.leave = founding.leaveOf(caller.user());
    }

    @Override
    public void begin() {
      newlySeated = attendance.sit(id, caller.user(), caller);
    }

    @Override
    public Decision<Entry> decide(Records records) {
      Optional<Conversation> found = records.conversation(id);
      Admission admission = access.enter(found, id, caller.user());
      if (admission instanceof Admission.Denied denied) {
        return Decision.refused(denied.refusal());
      }
      Optional<Refusal> tooMany = leave.refusal(found);
      if (tooMany.isPresent()) {
        return Decision.refused(tooMany.get());
      }
      Conversation joined =
          ((Admission.Granted) admission).conversation().joinedAt(clock.instant());
      boolean newcomer = found.filter(had -> had.has(caller.user())).isEmpty();
      Entry entry = new Entry(joined, newcomer);
      return found.filter(joined::equals).isPresent()
          ? Decision.unchanged(entry)
          : Decision.changed(entry, joined);
    }

    @Override
    public void done(Entry entry, Optional<Message> none, Delivery delivery) {
      attendance.sit(id, caller.user(), caller); // an earlier join of the batch may have failed
      delivery.on(caller.shard(), hall -> arrive(hall, entry));
    }

    private void arrive(Hall hall, Entry entry) {
      if (!hall.rooms().isOpen(caller)) {
        hall.rooms().release(id, caller);
        lane.post(new Rising(attendance, caller, Set.of(id)));
        return;
      }
      hall.arrive(
          caller,
          id,
          entry.conversation().head(),
          entry.newcomer(),
          arrival ->
              receptions
                  .get(caller.shard().index())
                  .ask(() -> lookUp(hall, arrival, entry.conversation())));
    }

    private Runnable lookUp(Hall hall, Arrival arrival, Conversation conversation) {
      try {
        Standing standing = history.standing(id, caller.user(), MAX_READERS);
        Present present = known.among(caller, conversation);
        return () -> enter(hall, arrival, conversation.kind(), standing, present);
      } catch (StoreUnavailable unavailable) {
        faults.broke("store", unavailable);
        return () -> turnAway(hall, arrival, Refusal.UNAVAILABLE);
      } catch (RuntimeException | Error fault) {
        faults.broke("join", fault);
        return () -> turnAway(hall, arrival, Refusal.INTERNAL);
      }
    }

    private void enter(Hall hall, Arrival arrival, Kind kind, Standing standing, Present present) {
      if (!hall.rooms().isOpen(caller)) {
        return; // its seats were given up when it went
      }
      if (arrival.isDenied()) {
        turnAway(hall, arrival, Refusal.FORBIDDEN);
        return;
      }
      long told = arrival.told();
      Optional<Boolean> recovered =
          position.map(point -> point.isRecoverable(epoch, FIRST_SEQ, told));
      Joined joined = new Joined(id, kind, told, FIRST_SEQ, epoch, recovered, standing, present);
      long from = recovered.orElse(false) ? position.orElseThrow().afterSeq() : told;
      hall.enter(arrival, () -> reply.done(joined), from);
    }

    private void turnAway(Hall hall, Arrival arrival, Refusal refusal) {
      if (hall.rooms().isOpen(caller)) {
        if (!hall.rooms().isIn(id, caller)) {
          lane.post(new Rising(attendance, caller, Set.of(id)));
        }
        hall.turnAway(arrival, () -> reply.refused(refusal));
      }
    }

    @Override
    public void refused(Refusal refusal, Delivery delivery) {
      if (newlySeated) {
        attendance.rise(id, caller.user(), caller);
      }
      delivery.on(caller.shard(), hall -> hall.turnAway(caller, id, () -> reply.refused(refusal)));
    }
  }
}
