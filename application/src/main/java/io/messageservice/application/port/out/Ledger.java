package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The write side of the store: what was decided, written and durable before anything is delivered.
 *
 * <p>One thread at a time may call; calls block. A store that allows several writers has as many
 * ledgers, of which all may be called at once. Each conversation is written by one of them only;
 * the others may ask for a message of it, by its id, and for nothing else. Whom a user blocks is
 * written by one of them, too, always the same, and may be asked for in all.
 */
public interface Ledger {

  /**
   * Has each command of the batch decided in turn and writes what was decided, all in one
   * transaction that is durable (as far as the operator asked) when this returns.
   *
   * <p>Each command sees what those before it in the batch decided. A message gets its id here. A
   * command that fails alone fails alone: its outcome is {@link Outcome.Failed}, nothing of it is
   * written, and the others are not touched. Deciders may be called more than once.
   *
   * <p>A conversation is forgotten only where it has no messages; its id may begin again, as
   * another one, from the next command on.
   *
   * @return the outcomes, in the order of the batch
   * @throws StoreUnavailable where it is not known whether anything was written, or where the store
   *     cannot write; the store answers like this until it works again
   */
  List<Outcome> commit(List<? extends Decider<?>> batch);

  /**
   * Another node reports that it stored a message. A hint for a ledger that remembers how
   * conversations stand, so that it need not find out: it may come late, twice or not at all.
   *
   * @param position of the conversation after it
   * @param accessVersion of the conversation after it
   */
  default void storedElsewhere(
      ConversationId conversation, Position position, long accessVersion, Instant createdAt) {}

  /**
   * Another node reports that it changed a message; a hint like {@link #storedElsewhere}.
   *
   * @param position of the conversation after it
   */
  default void changedElsewhere(ConversationId conversation, Position position) {}

  /**
   * Decides one command by what is recorded. Pure: no effect but its answer.
   *
   * @param <R> the result where the answer is yes
   */
  interface Decider<R> {
    /** Decides. */
    Decision<R> decide(Records records);

    /** What the command is a part of. Any thread may ask. */
    default Trace trace() {
      return Trace.NONE;
    }
  }

  /** What is recorded at this point of the transaction. Valid only during the call that got it. */
  interface Records {

    /** The conversation as it stands. */
    Optional<Conversation> conversation(ConversationId id);

    /** These are about to be asked for: a store that reads while it decides reads them together. */
    default void ahead(Collection<ConversationId> ids) {}

    /** As above, the bans of these users in a conversation that has some. */
    default void ahead(ConversationId conversation, Collection<UserId> users) {}

    /** The message of that id, foreign or ours, in its present state with its reactions. */
    Optional<Message> message(MessageId id);

    /** The message that the sender sent under that name. */
    Optional<FirstSent> sent(ConversationId conversation, UserId sender, ClientMessageId key);

    /** How a message of that conversation stands to a reaction of the user. */
    ReactionState reaction(ConversationId conversation, long seq, Reaction reaction, UserId user);

    /** The ban of the user that is recorded, whether it has ended or not. */
    Optional<Ban> ban(ConversationId conversation, UserId user);

    /** Whether the user may not take part at that time. */
    default boolean isBanned(ConversationId conversation, UserId user, Instant now) {
      return ban(conversation, user).filter(ban -> ban.holdsAt(now)).isPresent();
    }

    /** How far the user has read; 0 where they have read nothing. */
    long readUpTo(ConversationId conversation, UserId reader);

    /**
     * How far messages have reached the user by their own report; 0 where they reported nothing.
     */
    long deliveredUpTo(ConversationId conversation, UserId user);

    /** How the user wants the conversation to be. */
    Preferences preferences(ConversationId conversation, UserId user);

    /** Whether the user blocks the other; whichever ledger wrote that. */
    boolean blocks(UserId user, UserId other);

    /** These are about to be asked for: whether each of the users blocks the other. */
    default void ahead(Collection<UserId> users, UserId other) {}

    /** How many users the user blocks. */
    int blockCount(UserId user);

    /**
     * What others than the reader sent in positions {@code afterSeq + 1} to {@code upToSeq}, but
     * for deleted messages and those of the system.
     *
     * @param newest how many of them to name at most, the newest ones
     */
    Others sentByOthers(
        ConversationId conversation, UserId reader, long afterSeq, long upToSeq, int newest);

    /**
     * The nodes that noted the user as being in the room, this one included, whether they still
     * live or not. None where one node has the store for itself.
     */
    Set<String> nodesOf(ConversationId room, UserId user);

    /** The nodes that noted anybody as being in the room. */
    Set<String> nodesIn(ConversationId room);
  }

  /**
   * A message, and what its sender sent at first.
   *
   * @param message in its present state
   * @param isFirstContent whether a content, in the form that {@link
   *     io.messageservice.domain.message.MessageChange#firstContent} has, is that of the message as
   *     it was sent; empty where the message never changed, and its content is that
   */
  record FirstSent(Message message, Optional<Predicate<String>> isFirstContent) {}

  /**
   * Messages of others.
   *
   * @param count how many there are
   * @param newest the newest of them, ascending
   */
  record Others(int count, List<Line> newest) {

    public Others {
      newest = List.copyOf(newest);
    }

    /** None. */
    public static final Others NONE = new Others(0, List.of());
  }

  /** Which message, where and by whom, without its content. */
  record Line(MessageId id, long seq, UserId sender) {}

  /** What became of one command. */
  sealed interface Outcome {

    /**
     * It was carried out.
     *
     * @param result as the decider gave it
     * @param message the appended one, with its id
     */
    record Done(Object result, Optional<Message> message) implements Outcome {}

    /** It was decided against. */
    record Refused(Refusal refusal) implements Outcome {}

    /** It broke, alone. */
    record Failed(RuntimeException cause) implements Outcome {}
  }
}
