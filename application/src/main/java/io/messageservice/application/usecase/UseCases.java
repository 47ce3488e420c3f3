package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Gate;
import io.messageservice.application.delivery.Halls;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.port.in.Attend;
import io.messageservice.application.port.in.Authenticate;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.FetchMessages;
import io.messageservice.application.port.in.GetPresence;
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

/**
 * Everything that a user can do, wired.
 *
 * @param forgetting of conversations in which nothing was said
 * @param lane where what changes something waits
 * @param epoch of the store
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
    Forgetting forgetting,
    Lane lane,
    String epoch,
    Authenticate authenticate) {

  private static final Duration TYPIST_CHECK = Duration.ofSeconds(1);

  /** How late a message is told at most that was stored and for some reason not told. */
  private static final Duration COMPARISON = Duration.ofSeconds(2);

  /** Wires them. The timer begins to run. */
  public static UseCases in(Surroundings around, Policy policy) {
    Access access = policy.access();
    Halls halls =
        new Halls(
            around.shards(), around.encoder(), new StoredPages(around, access), around.faults());
    Gate gate = new Gate(around.history(), around.encoder());
    Lane lane =
        new Lane(
            around.ledger(),
            gate,
            halls,
            around.laneThread(),
            policy.laneCapacity(),
            around.faults());
    Attendance<Connection> attendance = new Attendance<>();
    Receipts receipts = new Receipts(around.encoder());
    String epoch = around.history().epoch();
    PresenceDesk presence =
        new PresenceDesk(
            policy.presenceGrace(), policy.presenceAudience(), halls, around.encoder(), around);
    KnownPresence known =
        new KnownPresence(presence.online(), policy.presenceAudience(), around.history());
    Reading reading = new Reading(around.readers(), around.faults());
    Founding founding = new Founding(policy.newConversations(), around.nanoTime());
    checkTypists(around, halls);
    compareHeads(around, lane);
    Forgetting forgetting = new Forgetting(lane, attendance, around);
    forgetting.lookAfter(Forgetting.PERIOD);
    return new UseCases(
        new AttendUseCase(halls, lane, attendance, presence, policy.maxConnectionsPerUser()),
        new SendMessageUseCase(
            lane, gate, access, founding, attendance, around.encoder(), around.clock()),
        new JoinConversationUseCase(lane, halls, founding, attendance, known, around, policy),
        new LeaveConversationUseCase(lane, attendance),
        new MarkAsReadUseCase(lane, access, receipts),
        new MarkConversationAsReadUseCase(lane, access, receipts, around.encoder()),
        new ShowTypingUseCase(halls, around.encoder(), around.clock()),
        new FetchMessagesUseCase(around.history(), access, reading),
        new GetPresenceUseCase(known, reading),
        new ListConversationsUseCase(around.history(), reading),
        forgetting,
        lane,
        epoch,
        new AuthenticateUseCase(around.identities()));
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
              halls.every(hall -> hall.expireTypists(around.clock().instant()));
              checkTypists(around, halls);
            });
  }
}
