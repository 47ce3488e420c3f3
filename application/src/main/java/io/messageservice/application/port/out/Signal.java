package io.messageservice.application.port.out;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one node tells the others. Immutable. */
public sealed interface Signal {

  /** What it is about: nodes that watch one of these are told. */
  Set<Topic> topics();

  /** The same as it is heard from that node. */
  default Signal from(String node) {
    return this;
  }

  /** What happened in a conversation. */
  sealed interface InConversation extends Signal {

    /** Where: nodes that watch it are told. */
    ConversationId conversation();

    /** Who began to take part by it: nodes that watch one of them are told, too. */
    default Set<UserId> came() {
      return Set.of();
    }

    @Override
    default Set<Topic> topics() {
      Set<Topic> topics = new LinkedHashSet<>();
      topics.add(new Topic.OfConversation(conversation()));
      came().forEach(user -> topics.add(new Topic.OfUser(user)));
      return topics;
    }
  }

  /**
   * A message is stored.
   *
   * @param seq its position
   * @param accessVersion of the conversation after it
   * @param createdAt of the message, in milliseconds
   * @param event for all connections that hear it
   * @param epoch of the store, in which that position is its position
   */
  record Said(
      ConversationId conversation,
      long seq,
      long accessVersion,
      Instant createdAt,
      Set<UserId> came,
      Encoded event,
      String epoch)
      implements InConversation {

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
      implements InConversation {

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
      implements InConversation {

    public Shown {
      users = Set.copyOf(users);
    }
  }

  /**
   * A user in the room of another node types, or stops.
   *
   * @param node which node says so; the bus puts it in, so it is empty before that
   */
  record Typed(TypingChanged change, Encoded event, String node) implements InConversation {

    /** Of this node. */
    public Typed(TypingChanged change, Encoded event) {
      this(change, event, "");
    }

    @Override
    public Signal from(String sender) {
      return new Typed(change, event, sender);
    }

    @Override
    public ConversationId conversation() {
      return change.conversation();
    }
  }

  /** Something for the connections of one user, wherever they are; told once, stored nowhere. */
  record Noticed(UserId user, Encoded event) implements Signal {

    @Override
    public Set<Topic> topics() {
      return Set.of(new Topic.OfUser(user));
    }
  }
}
