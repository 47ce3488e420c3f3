package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The read side of the store. Any thread that may block may call; each call sees everything that
 * was committed before it began.
 *
 * <p>Every method throws {@link StoreUnavailable} where the store cannot answer.
 */
public interface History {

  /**
   * The name of this store's past: another one wherever acknowledged messages may be gone. At most
   * 64 characters.
   */
  String epoch();

  /** The conversation as it stands. */
  Optional<Conversation> conversation(ConversationId id);

  /**
   * The messages after a position, ascending: the oldest {@code limit} of them, fewer where they
   * would be larger than {@code maxBytes} together, but at least one where there is one.
   *
   * @param limit from 1
   */
  Page after(ConversationId conversation, long seq, int limit, int maxBytes);

  /**
   * The messages before a position, ascending: the newest {@code limit} of them, fewer where they
   * would be larger than {@code maxBytes} together, but at least one where there is one.
   *
   * @param limit from 1
   */
  Page before(ConversationId conversation, long seq, int limit, int maxBytes);

  /** Who is in a direct or closed conversation with the user, the user himself not among them. */
  Set<UserId> contactsOf(UserId user);

  /**
   * The conversations in which nothing was said and that were last joined before that time, those
   * joined longest ago first. One that was never joined is not among them.
   *
   * @param limit how many to name at most, from 1
   */
  List<ConversationId> silent(Instant joinedBefore, int limit);

  /**
   * A stretch of a conversation.
   *
   * @param messages ascending by {@code seq}, without holes
   * @param more whether there are further ones in the direction that was asked for
   */
  record Page(List<Message> messages, boolean more) {

    public Page {
      messages = List.copyOf(messages);
    }

    /** Nothing, and nothing further. */
    public static final Page EMPTY = new Page(List.of(), false);
  }
}
