package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Delivery;
import io.messageservice.application.delivery.Halls;
import io.messageservice.application.delivery.LocalConnections;
import io.messageservice.application.feed.FeedEnvironment;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.feed.StoreEpoch;
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
import java.util.function.Supplier;

/**
 * Everything that a user can do, and what is done for other services, wired.
 *
 * @param departure what is done before the node stops
 * @param commands those that change something and wait
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
    CommandQueue commands,
    Supplier<String> epoch,
    Authenticate authenticate,
    GiveNotice giveNotice,
    Announce announce) {

  private static final Duration TYPIST_CHECK = Duration.ofSeconds(1);

  /** How late a message is delivered at most that was stored and not delivered at once. */
  private static final Duration RECONCILIATION = Duration.ofMillis(500);

  /** As above, where no other node stores anything. */
  private static final Duration RECONCILIATION_ALONE = Duration.ofSeconds(2);

  /** Wires them. The timer begins to run. */
  public static UseCases in(Surroundings around, Policy policy) {
    Access access = policy.access();
    StoreEpoch epoch = new StoreEpoch(around.history());
    Halls halls =
        new Halls(
            around.shards(),
            around.encoder(),
            new StoredPages(around, epoch, access),
            around.faults());
    Attendance<Connection> attendance = new Attendance<>();
    LocalConnections connections = new LocalConnections(around.shards().size());
    Lane lane =
        new Lane(
            around.ledger(),
            epoch,
            new Delivery(halls, connections, around.cluster(), around.faults()),
            around.laneThread(),
            policy.laneCapacity(),
            around.faults());
    Feeds feeds = new Feeds(feedEnvironment(around, attendance), epoch, lane);
    lane.watchedBy(feeds);
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
    around
        .cluster()
        .bus()
        .listen(new ClusterEventHandler(lane, feeds, around, halls, typing, announce));
    checkTypists(around, halls);
    reconcile(around, feeds);
    Seats seats = new Seats(attendance, lane, around);
    Forgetting forgetting = new Forgetting(lane, attendance, around);
    forgetting.lookAfter(Forgetting.PERIOD);
    AttendUseCase attend =
        new AttendUseCase(
            halls, feeds, connections, presence, typing, seats, policy.maxConnectionsPerUser());
    return new UseCases(
        attend,
        new SendMessageUseCase(lane, feeds, access, founding, attendance, around),
        new JoinConversationUseCase(
            lane, feeds, halls, founding, attendance, seats, known, around, policy),
        new LeaveConversationUseCase(lane, feeds, attendance, seats, typing),
        new MarkAsReadUseCase(lane, feeds, access, receipts),
        new MarkConversationAsReadUseCase(lane, feeds, access, receipts, around.encoder()),
        new ShowTypingUseCase(halls, typing),
        new FetchMessagesUseCase(around.history(), access, reading),
        new GetPresenceUseCase(known, reading),
        new ListConversationsUseCase(around.history(), reading),
        new Departure(forgetting, presence, seats),
        new CommandQueue(lane, feeds),
        around.history()::epoch,
        new AuthenticateUseCase(around.identities()),
        new GiveNoticeUseCase(announce, around.encoder(), around.cluster().bus()),
        announce);
  }

  private static FeedEnvironment feedEnvironment(
      Surroundings around, Attendance<Connection> attendance) {
    return new FeedEnvironment(
        around.history(),
        around.encoder(),
        around.cluster(),
        around.readers(),
        around.timer(),
        around.nanoTime(),
        around.memory(),
        around.faults(),
        changed -> attendance.putOut(changed.id(), changed.participants()));
  }

  private static void reconcile(Surroundings around, Feeds feeds) {
    Duration period = around.cluster().isShared() ? RECONCILIATION : RECONCILIATION_ALONE;
    around
        .timer()
        .after(
            period,
            () -> {
              feeds.reconcile();
              reconcile(around, feeds);
            });
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
