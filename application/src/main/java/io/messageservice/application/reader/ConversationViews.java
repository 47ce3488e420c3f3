package io.messageservice.application.reader;

import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads how conversations stand for users. Any thread that may block may call. */
public final class ConversationViews {

  private final History history;

  /** Of that store. */
  public ConversationViews(History history) {
    this.history = history;
  }

  /**
   * The conversation, whose last message is that of its head.
   *
   * @param reader whose marks and preferences are shown
   * @param viewer to whom
   */
  public ConversationView of(Conversation conversation, UserId reader, Actor viewer) {
    ReadState standing =
        history
            .standing(conversation.id(), reader, JoinConversation.MAX_READERS)
            .knownTo(viewer, conversation);
    return new ConversationView(
        new Listed(
            conversation,
            last(conversation),
            standing.readUpTo(),
            new Unread(standing.unread(), mentions(conversation, reader, standing.unread())),
            standing.preferences()),
        standing.readers());
  }

  /** One that nobody has written in or read. */
  public static ConversationView ofNew(Conversation conversation) {
    return new ConversationView(
        new Listed(conversation, Optional.empty(), 0, Unread.NONE, Preferences.NONE), List.of());
  }

  private int mentions(Conversation conversation, UserId reader, int unread) {
    ConversationId id = conversation.id();
    return unread == 0
        ? 0
        : history.unread(reader, Set.of(id)).getOrDefault(id, Unread.NONE).mentions();
  }

  private Optional<Message> last(Conversation conversation) {
    return history
        .before(conversation.id(), conversation.head() + 1, 1, Integer.MAX_VALUE)
        .messages()
        .stream()
        .findFirst();
  }
}
