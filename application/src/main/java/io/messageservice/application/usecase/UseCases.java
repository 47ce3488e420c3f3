package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Audience;
import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.Halls;
import io.messageservice.application.delivery.Past;
import io.messageservice.application.delivery.Watches;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.in.Attend;
import io.messageservice.application.port.in.Authenticate;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.FetchMessages;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.GiveNotice;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.LeaveConversation;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.MarkAsRead;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.SendMessage;
import io.messageservice.application.port.in.ShowTyping;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.room.Attendance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Everything that a user can do, and what is done for other services, wired.
 *
 * @param departure what is done before the node stops
 * @param lane where what changes something waits
 * @param epoch of the store as it now is
 */
public record UseCases(
    Attend attend,
    SendMessage sendMessage,
    JoinConversation joinConversation,
    LeaveConversation leaveConversation,
    MarkAsRead markAsRead,
    MarkConversationAsRead markConversationAsRead,
    ShowTyping showTyping,
    FetchMessages fetchMessages,
    GetPresence getPresence,
    ListConversations listConversations,
    Departure departure,
    Lane lane,
    Supplier<String> epoch,
    Authenticate authenticate,
    GiveNotice giveNotice,
    Announce announce) {

  private static final Duration TYPIST_CHECK = Duration.ofSeconds(1);

  /** How late a message is told at most that was stored and for some reason not told. */
  private static final Duration COMPARISON = Duration.ofSeconds(2);

  /** Wires them. The timer begins to run. */
  public static UseCases in(Surroundings around, Policy policy) {
    Access access = policy.access();
    Past past = new Past(around.history());
    Halls halls =
        new Halls(
            around.shards(),
            around.encoder(),
            new StoredPages(around, past, access),
            around.faults());
    Attendance<Connection> attendance = new Attendance<>();
    Ways ways = ways(around, policy, past, halls, attendance);
    Lane lane = ways.lane();
    Typing typing = new Typing(halls, around);
    Receipts receipts = new Receipts(around.encoder());
    PresenceDesk presence =
        new PresenceDesk(
            policy.presenceGrace(), policy.presenceAudience(), halls, around.encoder(), around);
    KnownPresence known =
        new KnownPresence(presence.online(), policy.presenceAudience(), around.history());
    Reading reading =
        new Reading(around.readers(), around.timer(), around.memory(), around.faults());
    Founding founding = new Founding(policy.newConversations(), around.nanoTime());
    Announce announce = new AnnounceUseCase(halls);
    around.cluster().bus().listen(new Hearing(ways, around, halls, typing, announce));
    checkTypists(around, halls);
    compareHeads(around, lane);
    Seats seats = new Seats(attendance, lane, around);
    Forgetting forgetting = new Forgetting(lane, attendance, around);
    forgetting.lookAfter(Forgetting.PERIOD);
    AttendUseCase attend =
        new AttendUseCase(
            halls, ways, attendance, presence, typing, seats, policy.maxConnectionsPerUser());
    return new UseCases(
        attend,
        new SendMessageUseCase(ways, access, founding, attendance, around),
        new JoinConversationUseCase(
            ways, halls, founding, attendance, seats, known, around, policy),
        new LeaveConversationUseCase(ways, attendance, seats, typing),
        new MarkAsReadUseCase(lane, access, receipts),
        new MarkConversationAsReadUseCase(lane, access, receipts, around.encoder()),
        new ShowTypingUseCase(halls, typing),
        new FetchMessagesUseCase(around.history(), access, reading),
        new GetPresenceUseCase(known, reading),
        new ListConversationsUseCase(around.history(), reading),
        new Departure(forgetting, presence, seats),
        lane,
        around.history()::epoch,
        new AuthenticateUseCase(around.identities()),
        new GiveNoticeUseCase(announce, around.encoder(), around.cluster().bus()),
        announce);
  }

  private static Ways ways(
      Surroundings around,
      Policy policy,
      Past past,
      Halls halls,
      Attendance<Connection> attendance) {
    InstantSource clock = around.cluster().isShared() ? around.clock() : around.steadyClock();
    Watches watches = new Watches(around.cluster(), around.laneThread(), clock);
    Audience audience =
        new Audience(
            around.history(),
            past,
            watches,
            changed -> attendance.putOut(changed.id(), changed.participants()));
    Gate gate = new Gate(around.history(), past, around.encoder(), watches, audience);
    Lane lane =
        new Lane(
            around.ledger(),
            gate,
            new Delivery(halls, around.cluster(), around.faults()),
            around.laneThread(),
            around.timer(),
            policy.laneCapacity(),
            around.faults());
    return new Ways(lane, gate, watches, new Watching(watches, lane, around));
  }

  private static void compareHeads(Surroundings around, Lane lane) {
    around.timer().after(COMPARISON, () -> lane.compare(() -> compareHeads(around, lane)));
  }

  private static void checkTypists(Surroundings around, Halls halls) {
    around
        .timer()
        .after(
            TYPIST_CHECK,
            () -> {
              halls.every(hall -> hall.expireTypists(around.steadyClock().instant()));
              checkTypists(around, halls);
            });
  }
}
