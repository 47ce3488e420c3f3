package io.messageservice.application.port.out;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.ChangeEvent;
import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.event.Event.Receipt;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What one node publishes to others. Immutable. */
public sealed interface Signal {

  /** What a signal takes in memory beside its event and its users, about. */
  int FIXED_BYTES = 200;

  /** What a user takes in a set, about. */
  int USER_BYTES = 20;

  /** What it is about: nodes that watch one of these receive it. */
  Set<Topic> topics();

  /** The same as it is received from that node. */
  default Signal from(String node) {
    return this;
  }

  /** How much memory it takes, about. */
  default int sizeBytes() {
    return FIXED_BYTES;
  }

  /** Of several, in their order: that of {@code Set.copyOf} is another in each process. */
  private static Set<UserId> copy(Set<UserId> users) {
    return users.size() < 2
        ? Set.copyOf(users)
        : Collections.unmodifiableSet(new LinkedHashSet<>(users));
  }

  /** What happened in a conversation. */
  sealed interface InConversation extends Signal {

    /** Where: nodes that watch it receive the signal. */
    ConversationId conversation();

    /** Who takes part since: nodes that watch one of them receive the signal, too. */
    default Set<UserId> joined() {
      return Set.of();
    }

    @Override
    default Set<Topic> topics() {
      Set<Topic> topics = new LinkedHashSet<>();
      topics.add(new Topic.OfConversation(conversation()));
      joined().forEach(user -> topics.add(new Topic.OfUser(user)));
      return topics;
    }
  }

  /**
   * A message is stored, and is as it was sent.
   *
   * @param accessVersion of the conversation after it
   * @param epoch of the store, in which the position of the message counts
   */
  record OfMessage(MessageStored event, long accessVersion, Set<UserId> joined, String epoch)
      implements InConversation {

    public OfMessage {
      joined = copy(joined);
    }

    @Override
    public ConversationId conversation() {
      return event.message().conversation();
    }

    /** Of the conversation after it. */
    public Position position() {
      return new Position(event.message().seq(), event.message().rev());
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + event.sizeBytes() + USER_BYTES * joined.size();
    }
  }

  /**
   * A stored message changed, or a group.
   *
   * @param accessVersion of the conversation after it
   * @param epoch of the store, in which the position of the change counts
   */
  record OfChange(ChangeEvent event, long accessVersion, String epoch) implements InConversation {

    @Override
    public ConversationId conversation() {
      return event.conversation();
    }

    @Override
    public Set<UserId> joined() {
      return event instanceof ConversationChanged changed
          ? changed.participants().joined()
          : Set.of();
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + event.sizeBytes();
    }
  }

  /**
   * The kind or the participants of a conversation changed that is not a group.
   *
   * @param accessVersion of the conversation after it
   */
  record OfAccess(ConversationId conversation, long accessVersion, Set<UserId> joined)
      implements InConversation {

    public OfAccess {
      joined = copy(joined);
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + USER_BYTES * joined.size();
    }
  }

  /**
   * What somebody has read, received or set: for these users and, where asked for, the room.
   *
   * @param users participants
   */
  record OfReceipt(Receipt event, Set<UserId> users, boolean room) implements InConversation {

    public OfReceipt {
      users = copy(users);
    }

    @Override
    public ConversationId conversation() {
      return event.conversation();
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + event.sizeBytes() + USER_BYTES * users.size();
    }
  }

  /**
   * A user in the room of another node types, or stops.
   *
   * @param node which node published it; the bus fills it in, so it is empty before that
   */
  record OfTyping(TypingChanged event, String node) implements InConversation {

    /** Of this node. */
    public OfTyping(TypingChanged event) {
      this(event, "");
    }

    @Override
    public Signal from(String sender) {
      return new OfTyping(event, sender);
    }

    @Override
    public ConversationId conversation() {
      return event.conversation();
    }
  }

  /** An event of the clients' own, for the room. */
  record OfCustomEvent(CustomEvent event) implements InConversation {

    @Override
    public ConversationId conversation() {
      return event.conversation();
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + event.sizeBytes();
    }
  }

  /** For the connections of one user, wherever they are; sent once, stored nowhere. */
  record OfNotice(UserId user, NoticeGiven event) implements Signal {

    @Override
    public Set<Topic> topics() {
      return Set.of(new Topic.OfUser(user));
    }

    @Override
    public int sizeBytes() {
      return FIXED_BYTES + event.sizeBytes();
    }
  }
}
