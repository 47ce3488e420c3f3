package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is known of a store while one batch is decided, as it stood before the batch. What is not
 * known is noted, and the decision broken off by {@link Missed}: it is read for all of the batch at
 * once, and the batch is decided again. Only the lane may call.
 */
public interface KnownRecords {

  /** These are about to be asked for. */
  void ahead(Collection<ConversationId> ids);

  /** As above, the bans of these users. */
  void ahead(ConversationId conversation, Collection<UserId> users);

  /** As above, whether each of the users blocks the other. */
  void ahead(Collection<UserId> users, UserId other);

  Optional<Message> message(MessageId id);

  /** The message that was sent under that name in a conversation that there is. */
  Optional<FirstSent> sent(ConversationId conversation, UserId sender, ClientMessageId key);

  ReactionState reaction(ConversationId conversation, long seq, Reaction reaction, UserId user);

  /** The first who reacted to a message in that way. */
  List<UserId> firstWho(ConversationId conversation, long seq, Reaction reaction, int limit);

  Personal personal(ConversationId conversation, UserId user);

  /** Who sent the messages from one position to another that are not deleted, ascending. */
  void count(Consumer<OthersCount.Run> counting, ConversationId conversation, long from, long to);

  /** Until when the user is banned; empty where there is no ban. */
  Optional<Instant> ban(ConversationId conversation, UserId user);

  /** Whether the user blocks the other. */
  boolean blocks(UserId user, UserId other);

  /** How many users the user blocks. */
  int blockCount(UserId user);

  /** The nodes on which the user is in the room, with spaces between them. */
  String seat(ConversationId room, UserId user);

  /** The nodes on which anybody is in the room, with spaces between them. */
  String seats(ConversationId room);

  /** Ends a decision that needs what was not read yet. */
  final class Missed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Without a trace: it ends many decisions. */
    public Missed() {
      super("a command asks for something else each time", null, false, false);
    }
  }
}
