package io.messageservice.application.command;

import io.messageservice.application.change.ChangeMessageUseCase;
import io.messageservice.application.change.MessageChanges;
import io.messageservice.application.change.ReactToMessageUseCase;
import io.messageservice.application.cluster.ClusterEventHandler;
import io.messageservice.application.cluster.EmptyConversationCleaner;
import io.messageservice.application.cluster.NodeOccupancies;
import io.messageservice.application.cluster.Typing;
import io.messageservice.application.eventlog.PollEventsUseCase;
import io.messageservice.application.eventlog.ReadEventsUseCase;
import io.messageservice.application.eventlog.UserNotes;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.fanout.LocalConnections;
import io.messageservice.application.feed.FeedEnvironment;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.feed.LanePartition;
import io.messageservice.application.feed.StoreEpoch;
import io.messageservice.application.group.ChangeConversationUseCase;
import io.messageservice.application.group.CreateConversationUseCase;
import io.messageservice.application.group.CreationLimit;
import io.messageservice.application.group.FetchParticipantsUseCase;
import io.messageservice.application.hook.BeforeSendUseCase;
import io.messageservice.application.lane.EpochBarrier;
import io.messageservice.application.lane.Lane;
import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.personal.BlockUserUseCase;
import io.messageservice.application.personal.BlockedConversations;
import io.messageservice.application.personal.DeliveredEvents;
import io.messageservice.application.personal.ListBlockedUseCase;
import io.messageservice.application.personal.MarkAsDeliveredUseCase;
import io.messageservice.application.personal.MarkAsReadUseCase;
import io.messageservice.application.personal.MarkConversationAsReadUseCase;
import io.messageservice.application.personal.Receipts;
import io.messageservice.application.personal.SetPreferencesUseCase;
import io.messageservice.application.port.in.Announce;
import io.messageservice.application.port.in.Authenticate;
import io.messageservice.application.port.in.CloseConnections;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.GetConversation;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.GiveNotice;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.LeaveConversation;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.RegisterConnection;
import io.messageservice.application.port.in.ShowConnections;
import io.messageservice.application.port.in.ShowLanes;
import io.messageservice.application.port.in.ShowTyping;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.event.ReadEvents;
import io.messageservice.application.port.in.group.AddParticipants;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.in.group.RemoveParticipant;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.application.port.in.group.UpdateConversation;
import io.messageservice.application.port.in.message.DeleteMessage;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.SendEvent;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.personal.BlockUser;
import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.application.port.in.personal.MarkAsRead;
import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.in.personal.ReportUnread;
import io.messageservice.application.port.in.personal.SetPreferences;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.presence.KnownBlocks;
import io.messageservice.application.presence.KnownPresence;
import io.messageservice.application.presence.PresenceEnvironment;
import io.messageservice.application.presence.PresenceNotes;
import io.messageservice.application.presence.PresenceService;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.application.reader.ConversationViews;
import io.messageservice.application.reader.ListingPoints;
import io.messageservice.application.reader.ReaderEnvironment;
import io.messageservice.application.reader.StoredPages;
import io.messageservice.application.reader.UnreadReports;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.room.RoomOccupancy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that a user can do, and what is done for other services, wired.
 *
 * @param sendForService where the caller stands for a service, whatever their kind: no hook is
 *     asked
 * @param departure what is done before the node stops
 * @param commands those that change something and wait
 * @param presenceNotes of a node that is alone
 * @param hasHook whether messages are asked about before they are stored
 * @param epoch of the store as it now is
 * @param listingPoint from which on those who come now ask what changed
 */
public record UseCases(
    RegisterConnection registerConnection,
    SendMessage sendMessage,
    SendMessage sendForService,
    EditMessage editMessage,
    DeleteMessage deleteMessage,
    ReactToMessage reactToMessage,
    FetchReactions fetchReactions,
    SendEvent sendEvent,
    JoinConversation joinConversation,
    LeaveConversation leaveConversation,
    MarkAsRead markAsRead,
    MarkConversationAsRead markConversationAsRead,
    MarkAsDelivered markAsDelivered,
    SetPreferences setPreferences,
    BlockUser blockUser,
    ListBlocked listBlocked,
    ReportUnread reportUnread,
    Supplier<ListingPoint> listingPoint,
    ShowTyping showTyping,
    FetchMessages fetchMessages,
    GetPresence getPresence,
    ListConversations listConversations,
    Shutdown departure,
    CommandBacklog commands,
    boolean hasHook,
    Supplier<String> epoch,
    Authenticate authenticate,
    GiveNotice giveNotice,
    Announce announce,
    CreateConversation createConversation,
    GetConversation getConversation,
    FetchParticipants fetchParticipants,
    AddParticipants addParticipants,
    RemoveParticipant removeParticipant,
    SetParticipant setParticipant,
    UpdateConversation updateConversation,
    ReadEvents readEvents,
    PollEvents pollEvents,
    UserNotes userNotes,
    PresenceNotes presenceNotes,
    ShowConnections showConnections,
    CloseConnections closeConnections,
    ShowLanes showLanes) {

  private static final Duration TYPIST_CHECK = Duration.ofSeconds(1);

  /** How late a message is delivered at most that was stored and not delivered at once. */
  private static final Duration RECONCILIATION = Duration.ofMillis(500);

  /** As above, where no other node stores anything. */
  private static final Duration RECONCILIATION_ALONE = Duration.ofSeconds(2);

  /** Wires them. The timer begins to run. */
  public static UseCases in(Dependencies around, Policy asked) {
    Policy policy = asked.reserving(around.ids()::isMade);
    Access access = policy.access();
    Membership membership = new Membership(access.maxParticipants());
    ConversationViews views = new ConversationViews(around.history());
    StoreEpoch epoch = new StoreEpoch(around.history());
    ReaderEnvironment reader = readerEnvironment(around);
    ClusterBus bus = around.cluster().bus();
    LocalConnections connections = new LocalConnections(around.loops().size());
    EventLoopStates states =
        new EventLoopStates(
            around.loops(),
            connections,
            new StoredPages(reader, epoch, access, around.events()::replaying),
            around.faults(),
            around.ledgers().size());
    EpochBarrier gate = new EpochBarrier(epoch, around.changes(), around.faults());
    List<Partition> all = new ArrayList<>();
    for (int lane = 0; lane < around.ledgers().size(); lane++) {
      Fanout fanout = new Fanout(states, connections, around.cluster(), around.faults(), lane);
      LanePartition share = new LanePartition(lane, around.ledgers().size());
      RoomOccupancy<Connection> occupancy = new RoomOccupancy<>();
      FeedEnvironment environment = feedEnvironment(around, connections, share, occupancy);
      all.add(partition(around, policy, environment, gate, fanout, occupancy));
    }
    Partitions partitions = new Partitions(all);
    Typing typing = new Typing(states, around.steadyClock(), bus);
    Receipts receipts = new Receipts(states);
    UserNotes userNotes = new UserNotes(partitions);
    PresenceNotes presenceNotes =
        new PresenceNotes(
            userNotes::note, around.presenceThread(), around.timer(), around.faults());
    PresenceService presence =
        new PresenceService(
            policy.presenceGrace(),
            policy.presenceAudience(),
            states,
            presenceNotes,
            presenceEnvironment(around));
    KnownBlocks recent = new KnownBlocks(around.history(), around.nanoTime());
    BlockedConversations blocks =
        new BlockedConversations(partitions, around.history(), recent, around.cluster().isShared());
    KnownPresence known =
        new KnownPresence(presence.online(), policy.presenceAudience(), around.history(), recent);
    ClientReads reads = new ClientReads(reader);
    ListingPoints points = new ListingPoints(reader);
    CreationLimit creations = new CreationLimit(policy.newConversations(), around.nanoTime());
    Announce announce = new AnnounceUseCase(states);
    bus.listen(new ClusterEventHandler(partitions, around.memory(), states, typing));
    checkTypists(around, states);
    reconcile(around, partitions);
    NodeOccupancies occupancies = new NodeOccupancies(partitions, around.timer(), around.cluster());
    EmptyConversationCleaner forgetting =
        new EmptyConversationCleaner(partitions, occupancies, reader, around.clock());
    forgetting.lookAfter(EmptyConversationCleaner.PERIOD);
    RegisterConnectionUseCase registerConnection =
        new RegisterConnectionUseCase(
            states,
            partitions,
            connections,
            presence,
            typing,
            occupancies,
            policy.maxConnectionsPerUser());
    ChangeConversationUseCase changeConversation =
        new ChangeConversationUseCase(partitions, membership, around.clock());
    CreateConversationUseCase createConversation =
        new CreateConversationUseCase(
            partitions,
            membership,
            creations,
            blocks,
            views,
            reads,
            around.history(),
            around.ids(),
            around.clock());
    MessageChanges changes = new MessageChanges(partitions);
    ChangeMessageUseCase changeMessage =
        new ChangeMessageUseCase(changes, policy.changes(), around.json(), around.clock());
    ReadEvents readEvents =
        new ReadEventsUseCase(
            around.changes(),
            around.history(),
            presence.online()::isOnline,
            around.clock(),
            around.nanoTime(),
            around.faults());
    PollEvents pollEvents = new PollEventsUseCase(readEvents, reads, reader, around.nanoTime());
    SendMessage sendMessage = new SendMessageUseCase(partitions, access, creations, blocks, around);
    ShowConnectionsUseCase showConnections = new ShowConnectionsUseCase(states);
    Optional<BeforeSendUseCase> hook =
        around
            .hook()
            .map(
                service ->
                    new BeforeSendUseCase(
                        service,
                        sendMessage,
                        changeMessage,
                        partitions,
                        new BeforeSendUseCase.Environment(
                            around.history(), reads, around.faults(), policy.laneCapacity())));
    return new UseCases(
        registerConnection,
        hook.<SendMessage>map(first -> first).orElse(sendMessage),
        sendMessage,
        hook.<EditMessage>map(first -> first).orElse(changeMessage),
        changeMessage,
        new ReactToMessageUseCase(changes, policy.changes()),
        new FetchReactionsUseCase(around.history(), access, reads),
        new SendEventUseCase(states, bus),
        new JoinConversationUseCase(
            partitions,
            states,
            creations,
            occupancies,
            known,
            blocks,
            reader,
            around.clock(),
            policy),
        new LeaveConversationUseCase(partitions, occupancies, typing),
        new MarkAsReadUseCase(partitions, access, receipts),
        new MarkConversationAsReadUseCase(partitions, access, receipts),
        new MarkAsDeliveredUseCase(
            partitions, access, new DeliveredEvents(receipts, around.timer())),
        new SetPreferencesUseCase(partitions, access, receipts),
        new BlockUserUseCase(
            partitions,
            blocks,
            recent,
            around.history(),
            reads,
            policy.newConversations().isPresent(),
            around.nanoTime()),
        new ListBlockedUseCase(around.history(), reads),
        new UnreadReports(states, reader, around.clock()),
        points::recent,
        new ShowTypingUseCase(states, typing),
        new FetchMessagesUseCase(around.history(), access, reads),
        new GetPresenceUseCase(known, reads),
        new ListConversationsUseCase(around.history(), reads, points),
        new Shutdown(forgetting, presence, occupancies, pollEvents),
        new CommandBacklog(
            partitions, gate, () -> hook.map(BeforeSendUseCase::unfinished).orElse(0)),
        hook.isPresent(),
        around.history()::epoch,
        new AuthenticateUseCase(around.identities()),
        new GiveNoticeUseCase(announce, bus),
        announce,
        createConversation,
        new GetConversationUseCase(around.history(), access, views, reads),
        new FetchParticipantsUseCase(around.history(), access, reads),
        changeConversation,
        changeConversation,
        changeConversation,
        changeConversation,
        readEvents,
        pollEvents,
        userNotes,
        presenceNotes,
        showConnections,
        showConnections,
        new ShowLanesUseCase(partitions));
  }

  private static Partition partition(
      Dependencies around,
      Policy policy,
      FeedEnvironment environment,
      EpochBarrier gate,
      Fanout fanout,
      RoomOccupancy<Connection> occupancy) {
    LanePartition share = environment.share();
    Lane lane =
        new Lane(
            around.ledgers().get(share.index()),
            fanout,
            around.laneThreads().get(share.index()),
            Math.max(1, policy.laneCapacity() / share.lanes()),
            new Lane.Environment(
                gate, around.faults(), environment.laneEvents(), around.nanoTime()));
    Feeds feeds = new Feeds(environment, gate.epoch(), lane);
    lane.watchedBy(feeds);
    return new Partition(lane, feeds, occupancy);
  }

  private static FeedEnvironment feedEnvironment(
      Dependencies around,
      LocalConnections connections,
      LanePartition share,
      RoomOccupancy<Connection> occupancy) {
    return new FeedEnvironment(
        around.history(),
        around.changes(),
        connections,
        around.cluster(),
        around.readers(),
        around.timer(),
        around.nanoTime(),
        around.memory(),
        around.faults(),
        around.events(),
        around.laneEvents().apply(share.index()),
        share,
        changed -> occupancy.evict(changed.id(), changed.participants()));
  }

  private static ReaderEnvironment readerEnvironment(Dependencies around) {
    return new ReaderEnvironment(
        around.history(), around.readers(), around.timer(), around.memory(), around.faults());
  }

  private static PresenceEnvironment presenceEnvironment(Dependencies around) {
    return new PresenceEnvironment(
        around.history(),
        around.presenceThread(),
        around.timer(),
        around.clock(),
        around.steadyClock(),
        around.faults(),
        around.load(),
        around.cluster().board());
  }

  private static void reconcile(Dependencies around, Partitions partitions) {
    Duration period = around.cluster().isShared() ? RECONCILIATION : RECONCILIATION_ALONE;
    around
        .timer()
        .after(
            period,
            () -> {
              partitions.reconcile();
              reconcile(around, partitions);
            });
  }

  private static void checkTypists(Dependencies around, EventLoopStates states) {
    around
        .timer()
        .after(
            TYPIST_CHECK,
            () -> {
              states.every(state -> state.expireTypists(around.steadyClock().instant()));
              checkTypists(around, states);
            });
  }
}
