package io.messageservice.application.feed;

import io.messageservice.application.feed.Subscribers.Opening;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Set;

/**
 * Finds, in a cluster, what the users take part in who have a connection on this node: their topics
 * are watched from the first connection to the last, and their conversations are looked up when the
 * first opens. Only the lane's thread may call, except where it says so.
 */
final class UserLookUps {

  private final Subscribers subscribers;
  private final FeedReads reads;
  private final Reconciler reconciler;
  private final LaneTasks lane;
  private final ClusterBus bus;
  private final Faults faults;
  private final Interest interest;

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
    this.interest = interest;
  }

  /** A connection of the user opens. Any thread may call. */
  void opening(UserId user) {
    Opening opening = subscribers.opening(user, reconciler.cursor());
    lane.soon("opening", fanout -> opened(opening));
  }

  private void opened(Opening opening) {
    if (subscribers.opened(opening)) {
      bus.watch(
          List.of(new Topic.OfUser(opening.user())),
          () -> lane.soon("opening", fanout -> lookUp(opening)));
    }
  }

  private void lookUp(Opening opening) {
    if (subscribers.isAwaited(opening)) {
      reads.conversationsOf(
          opening.user(),
          (conversations, fanout) -> found(opening, conversations),
          fault -> {
            faults.broke("store", fault);
            reads.later(() -> lookUp(opening));
          });
    }
  }

  private void found(Opening opening, Set<ConversationId> conversations) {
    if (subscribers.isAwaited(opening)) {
      // with the opening still pending: what was stored since it is for this user
      interest.found(opening.user(), conversations);
      boolean unused = subscribers.lookedUp(opening);
    }
  }

  /** A connection of the user is gone. Any thread may call. */
  void closed(UserId user) {
    lane.soon("closing", fanout -> gone(user));
  }

  private void gone(UserId user) {
    subscribers
        .closed(user)
        .ifPresent(
            conversations -> {
              bus.unwatch(List.of(new Topic.OfUser(user)));
              interest.lost(user, conversations);
            });
  }

  /** The store has another epoch: look-ups that may be lost with the former one begin again. */
  void beginEpoch() {
    subscribers.beginEpoch(reconciler.cursor()).forEach(this::lookUp);
  }
}
