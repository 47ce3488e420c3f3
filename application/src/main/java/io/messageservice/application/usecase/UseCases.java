package io.messageservice.application.usecase;

import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
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
import io.messageservice.domain.room.RoomOccupancy;
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
    Shutdown departure,
    CommandBacklog commands,
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
  public static UseCases in(Dependencies around, Policy policy) {
    Access access = policy.access();
    StoreEpoch epoch = new StoreEpoch(around.history());
    EventLoopStates halls =
        new EventLoopStates(
            around.shards(),
            around.encoder(),
            new StoredPages(around, epoch, access),
            around.faults());
    RoomOccupancy<Connection> attendance = new RoomOccupancy<>();
    LocalConnections connections = new LocalConnections(around.shards().size());
    Lane lane =
        new Lane(
            around.ledger(),
            epoch,
            new Fanout(halls, connections, around.cluster(), around.faults()),
            around.laneThread(),
            policy.laneCapacity(),
            around.faults());
    Feeds feeds = new Feeds(feedEnvironment(around, attendance), epoch, lane);
    lane.watchedBy(feeds);
    Typing typing = new Typing(halls, around);
    Receipts receipts = new Receipts(around.encoder());
    PresenceService presence =
        new PresenceService(
            policy.presenceGrace(), policy.presenceAudience(), halls, around.encoder(), around);
    KnownPresence known =
        new KnownPresence(presence.online(), policy.presenceAudience(), around.history());
    Reading reading =
        new Reading(around.readers(), around.timer(), around.memory(), around.faults());
    CreationLimit founding = new CreationLimit(policy.newConversations(), around.nanoTime());
    Announce announce = new AnnounceUseCase(halls);
    around
        .cluster()
        .bus()
        .listen(new ClusterEventHandler(lane, feeds, around, halls, typing, announce));
    checkTypists(around, halls);
    reconcile(around, feeds);
    NodeOccupancies seats = new NodeOccupancies(attendance, lane, around);
    EmptyConversationCleaner forgetting = new EmptyConversationCleaner(lane, attendance, around);
    forgetting.lookAfter(EmptyConversationCleaner.PERIOD);
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
        new Shutdown(forgetting, presence, seats),
        new CommandBacklog(lane, feeds),
        around.history()::epoch,
        new AuthenticateUseCase(around.identities()),
        new GiveNoticeUseCase(announce, around.encoder(), around.cluster().bus()),
        announce);
  }

  private static FeedEnvironment feedEnvironment(
      Dependencies around, RoomOccupancy<Connection> attendance) {
    return new FeedEnvironment(
        around.history(),
        around.changes(),
        around.encoder(),
        around.cluster(),
        around.readers(),
        around.timer(),
        around.nanoTime(),
        around.memory(),
        around.faults(),
        changed -> attendance.putOut(changed.id(), changed.participants()));
  }

  private static void reconcile(Dependencies around, Feeds feeds) {
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

  private static void checkTypists(Dependencies around, EventLoopStates halls) {
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
