package io.messageservice.application.port.out;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Set;

/** What one node tells the others. Immutable. */
public sealed interface Signal {

  /** Where it happened: nodes that watch it are told. */
  ConversationId conversation();

  /** Who began to take part by it: nodes that watch one of them are told, too. */
  default Set<UserId> came() {
    return Set.of();
  }

  /**
   * A message is stored.
   *
   * @param seq its position
   * @param accessVersion of the conversation after it
   * @param event for all connections that hear it
   */
  record Said(
      ConversationId conversation, long seq, long accessVersion, Set<UserId> came, Encoded event)
      implements Signal {

    public Said {
      came = Set.copyOf(came);
    }
  }

  /**
   * The kind or the participants of a conversation changed.
   *
   * @param accessVersion of the conversation after it
   */
  record AccessChanged(ConversationId conversation, long accessVersion, Set<UserId> came)
      implements Signal {

    public AccessChanged {
      came = Set.copyOf(came);
    }
  }

  /**
   * Something ephemeral for these users and, where asked for, the room.
   *
   * @param users participants
   */
  record Shown(ConversationId conversation, Set<UserId> users, boolean room, Encoded event)
      implements Signal {

    public Shown {
      users = Set.copyOf(users);
    }
  }

  /** A user in the room of another node types, or stops. */
  record Typed(TypingChanged change, Encoded event) implements Signal {

    @Override
    public ConversationId conversation() {
      return change.conversation();
    }
  }
}
