package io.messageservice.application.feed;

import io.messageservice.application.feed.Subscribers.Opening;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds, in a cluster, what users with a connection on this node take part in: their topics are
 * watched from the first connection to the last, and their conversations are looked up when the
 * first opens. Each lane learns of a connection at a time of its own, so each asks when it wants a
 * look-up, and reports when it has no connection of the user any more; the user's home lane watches
 * the topic while one has, and looks up for all that wait. Only the lane's thread may call, except
 * where stated.
 */
final class UserLookUps {

  private final Subscribers subscribers;
  private final FeedReads reads;
  private final Reconciler reconciler;
  private final LaneTasks lane;
  private final ClusterBus bus;
  private final Faults faults;
  private final LanePartition share;
  private final Interest interest;
  private List<UserLookUps> lanes;

  /** The users of whom this is the home: their topics are watched, and look-ups made, here. */
  private final Map<UserId, Guest> guests = new HashMap<>();

  /** What is known of users becomes interest in conversations. */
  interface Interest {

    /** The user takes part in all of these, those included that are known. */
    void found(UserId user, Set<ConversationId> conversations);

    /** The user, who took part in these, has no connection here any more. */
    void lost(UserId user, Set<ConversationId> conversations);
  }

  UserLookUps(
      FeedEnvironment environment,
      Subscribers subscribers,
      FeedReads reads,
      Reconciler reconciler,
      LaneTasks lane,
      Interest interest) {
    this.subscribers = subscribers;
    this.reads = reads;
    this.reconciler = reconciler;
    this.lane = lane;
    this.bus = environment.cluster().bus();
    this.faults = environment.faults();
    this.share = environment.share();
    this.interest = interest;
    this.lanes = List.of(this);
  }

  /** All lanes of the node, by index: each user has one of them for a home. */
  void among(List<UserLookUps> all) {
    lanes = all;
  }

  /**
   * A connection of the user opens: what is stored from here on is for it. Any thread may call.
   *
   * @return what lets the lane know
   */
  Runnable opening(UserId user) {
    Opening opening = subscribers.opening(user, reconciler.cursor());
    return () -> lane.soon("opening", fanout -> opened(opening));
  }

  private void opened(Opening opening) {
    if (subscribers.opened(opening)) {
      atHome(opening.user(), home -> home.want(this, opening));
    }
  }

  /** Does something in the home lane of the user; what one lane has done there keeps its order. */
  private void atHome(UserId user, Consumer<UserLookUps> task) {
    UserLookUps home = lanes.get(LanePartition.indexOf(user.value(), lanes.size()));
    home.from(this, () -> task.accept(home));
  }

  private void from(UserLookUps caller, Runnable task) {
    if (caller == this) {
      task.run();
    } else {
      lane.soon("opening", fanout -> task.run());
    }
  }

  /** A user of whom this is the home. */
  private static final class Guest {

    /** Lanes that know of a connection of theirs, with the opening that they look up for. */
    private final Map<UserLookUps, Opening> here = new LinkedHashMap<>(2);

    /** Those of them whose look-up has not begun. */
    private Map<UserLookUps, Opening> waiting = new LinkedHashMap<>(2);

    /** Whether others publish to this node what the user begins to take part in. */
    private boolean watched;
  }

  private void want(UserLookUps who, Opening opening) {
    UserId user = opening.user();
    Guest guest = guests.computeIfAbsent(user, id -> new Guest());
    boolean first = guest.here.isEmpty();
    guest.here.put(who, opening);
    guest.waiting.put(who, opening);
    if (first) {
      bus.watch(
          List.of(new Topic.OfUser(user)),
          () -> lane.soon("opening", fanout -> watched(user, guest)));
    } else if (guest.watched) {
      lookUp(user, guest);
    }
  }

  private void watched(UserId user, Guest guest) {
    guest.watched = true;
    lookUp(user, guest);
  }

  /** Looks up once for all lanes that wait. */
  private void lookUp(UserId user, Guest guest) {
    if (!guest.waiting.isEmpty()) {
      Map<UserLookUps, Opening> served = guest.waiting;
      guest.waiting = new LinkedHashMap<>(2);
      reads.conversationsOf(
          user,
          (conversations, fanout) -> hand(served, conversations),
          fault -> {
            faults.broke("store", fault);
            served.entrySet().retainAll(guest.here.entrySet()); // others closed, or opened anew
            guest.waiting.putAll(served);
            reads.later(() -> lookUp(user, guest));
          });
    }
  }

  private void hand(Map<UserLookUps, Opening> served, Set<ConversationId> conversations) {
    String epoch = reads.epoch();
    served.forEach(
        (who, opening) ->
            who.from(
                this,
                () -> {
                  if (epoch.equals(reads.epoch())) { // otherwise it is wanted again
                    who.found(opening, conversations);
                  }
                }));
  }

  private void found(Opening opening, Set<ConversationId> conversations) {
    if (subscribers.isAwaited(opening)) {
      // with the opening still pending: what was stored since it is for this user
      interest.found(opening.user(), share.of(conversations));
      boolean unused = subscribers.lookedUp(opening);
    }
  }

  /** A connection of the user is closed. Any thread may call. */
  void closed(UserId user) {
    lane.soon("closing", fanout -> removed(user));
  }

  private void removed(UserId user) {
    subscribers
        .closed(user)
        .ifPresent(
            conversations -> {
              atHome(user, home -> home.unwant(this, user));
              interest.lost(user, conversations);
            });
  }

  private void unwant(UserLookUps who, UserId user) {
    Guest guest = guests.get(user);
    if (guest != null && guest.here.remove(who) != null) {
      guest.waiting.remove(who);
      if (guest.here.isEmpty()) {
        guests.remove(user);
        bus.unwatch(List.of(new Topic.OfUser(user)));
      }
    }
  }

  /** The store has another epoch: look-ups that may be lost with the former one begin again. */
  void beginEpoch() {
    for (Opening opening : subscribers.beginEpoch(reconciler.cursor())) {
      atHome(opening.user(), home -> home.want(this, opening));
    }
  }
}
