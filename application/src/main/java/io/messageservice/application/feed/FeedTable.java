package io.messageservice.application.feed;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The feeds of one lane by conversation, and in a cluster one for each conversation in which a user
 * with a connection here takes part. Only the lane's thread may call.
 */
final class FeedTable implements UserLookUps.Interest {

  private final Map<ConversationId, ConversationFeed> feeds = new HashMap<>();
  private final FeedEnvironment environment;
  private final boolean shared;
  private final Subscribers subscribers;
  private final FeedDelivery delivering;
  private final FeedStarts starts;

  FeedTable(
      FeedEnvironment environment,
      Subscribers subscribers,
      FeedDelivery delivering,
      FeedStarts starts) {
    this.environment = environment;
    this.shared = environment.cluster().isShared();
    this.subscribers = subscribers;
    this.delivering = delivering;
    this.starts = starts;
  }

  /** Null where there is none. */
  @Nullable ConversationFeed get(ConversationId conversation) {
    return feeds.get(conversation);
  }

  /** All of them; removing one here ends it. */
  Collection<ConversationFeed> all() {
    return feeds.values();
  }

  /** A new one, where there is none. */
  ConversationFeed add(ConversationId conversation) {
    ConversationFeed feed = new ConversationFeed(conversation);
    feeds.put(conversation, feed);
    touch(feed);
    return feed;
  }

  /** It is used now. */
  void touch(ConversationFeed feed) {
    feed.usedAt(environment.nanoTime().getAsLong());
  }

  /** The user takes part; of interest only where they have a connection here. */
  void subscribe(UserId user, ConversationId conversation) {
    ConversationFeed feed = feeds.get(conversation);
    if (shared && subscribers.subscribe(user, conversation)) {
      if (feed == null) {
        feed = add(conversation);
        starts.add(feed);
      } else if (feed.interest().isEmpty()) {
        delivering.read(feed); // what is missing was perhaps not read while nobody needed it
      }
      feed.interest().add(user);
    }
    if (shared && feed != null && feed.reading().isUnderWay()) {
      feed.access().joined(user);
    }
  }

  @Override
  public void found(UserId user, Set<ConversationId> conversations) {
    conversations.forEach(id -> subscribe(user, id));
    starts.begin();
  }

  @Override
  public void lost(UserId user, Set<ConversationId> conversations) {
    for (ConversationId id : conversations) {
      ConversationFeed feed = feeds.get(id);
      if (feed != null && feed.interest().remove(user)) {
        touch(feed);
      }
    }
  }
}
