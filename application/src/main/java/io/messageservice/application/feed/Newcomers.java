package io.messageservice.application.feed;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.Map;

/**
 * Users who take part only since a position that is not delivered yet: what comes before it is not
 * for them. A part of {@link ConversationFeed}.
 */
final class Newcomers {

  private final Map<UserId, Position> since = new HashMap<>(0);

  void joined(UserId user, Position at) {
    since.put(user, at);
  }

  /** The conversation without those whom the message is not for. */
  Conversation leftOut(Conversation all, FeedMessage message) {
    if (since.isEmpty()) {
      return all;
    }
    since.values().removeIf(from -> message.isMessage() && !message.isUpTo(from));
    Conversation receivers = all;
    for (Map.Entry<UserId, Position> newcomer : since.entrySet()) {
      if (message.isUpTo(newcomer.getValue())) {
        receivers = receivers.without(newcomer.getKey());
      }
    }
    return receivers;
  }

  void clear() {
    since.clear();
  }
}
