package io.messageservice.application.port.out;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The read side of the store. Any thread that may block may call; each call sees everything that
 * was committed before it began.
 *
 * <p>Every method throws {@link StoreUnavailable} where the store cannot answer.
 */
public interface History {

  /** The most unread messages of a conversation that are counted. */
  int MAX_UNREAD = 999;

  /** How long it is known, at least, that a user took part in a conversation. */
  Duration REMOVALS_KEPT = Duration.ofDays(30);

  /**
   * The name of this store's past: another one wherever acknowledged messages may be lost. At most
   * 64 characters.
   *
   * <p>Never blocks and costs next to nothing: it is the past as it is known. Whatever was answered
   * before, or committed by the {@link Ledger} of this node, is of this past or of an earlier one.
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

  /**
   * The messages up to a position that were edited or deleted, or got or lost a reaction, by
   * changes after a number: those of the lowest {@code rev} first, in their present state, fewer
   * where they would be larger than {@code maxBytes} together, but at least one where there is one.
   *
   * @param limit from 1
   */
  Page changed(ConversationId conversation, long upToSeq, long afterRev, int limit, int maxBytes);

  /** The message of that id, in its present state. */
  Optional<Message> message(MessageId id);

  /**
   * Who has reacted to a message, in the order in which they did.
   *
   * @param reaction empty for all of them
   * @param afterRev those that were given by changes after that number
   * @param limit from 1
   */
  ReactionPage reactions(
      ConversationId conversation, long seq, Optional<Reaction> reaction, long afterRev, int limit);

  /** How the user has reacted to messages of these positions, both ends included, ascending. */
  List<OwnReactions> ownReactions(
      ConversationId conversation, UserId user, long fromSeq, long toSeq);

  /**
   * How many messages up to a position were edited or deleted, or got or lost a reaction, by
   * changes after a number.
   *
   * @param most as many are counted; from 1
   */
  long changedCount(ConversationId conversation, long upToSeq, long afterRev, long most);

  /**
   * Everything that was stored in a conversation after a position, or the first of it, all as it
   * stood at one moment.
   *
   * @param limit the most messages, from 1
   * @param maxBytes fewer where they would be larger together, but at least one where there is one
   */
  Missed missed(ConversationId conversation, Position after, int limit, int maxBytes);

  /**
   * Users who share a group with the user, or a direct conversation in which both have written. An
   * unanswered direct conversation and an open one make nobody a contact, nor is anybody one who
   * blocks the user or is blocked by them. The user is not among them.
   */
  Set<UserId> contactsOf(UserId user);

  /**
   * Whether it is a direct conversation in which both participants have written, and neither blocks
   * the other.
   */
  boolean isMutual(ConversationId conversation);

  /**
   * The direct conversations of the two, begun by either, by id; several where clients begin them
   * by naming several ids.
   *
   * @param asker among whose conversations is looked: not among those of the other, who may have
   *     been given very many
   * @param limit the first of so many; from 1
   */
  List<ConversationId> directOf(UserId asker, UserId other, int limit);

  /** Users whom the user blocks or who block the user. */
  Set<UserId> blockedWith(UserId user);

  /**
   * Users whom the user blocks, by id.
   *
   * @param after the last user of the page before; empty for the first
   * @param limit from 1
   */
  List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit);

  /**
   * The open conversations without messages that were last joined before that time, those joined
   * longest ago first. One that was never joined is not among them.
   *
   * @param limit how many to name at most, from 1
   */
  List<ConversationId> silent(Instant joinedBefore, int limit);

  /**
   * What the reader and others have read, all of one moment. It is asked at every join, so it costs
   * microseconds also where the reader has never read anything. Where there is no such conversation
   * nothing was read and nothing is unread.
   *
   * @param maxReaders how many readers to name at most, from 1
   */
  ReadState standing(ConversationId conversation, UserId reader, int maxReaders);

  /**
   * How each of these users wants the conversation to be; those who asked for nothing are absent.
   * The cost is that of few calls to the store, however many users are named.
   */
  Map<UserId, Preferences> preferences(ConversationId conversation, Collection<UserId> users);

  /**
   * How far each of these users has read, and how far messages have reached them; those whom
   * nothing has reached are absent.
   */
  Map<UserId, Reader> readers(ConversationId conversation, Collection<UserId> users);

  /**
   * The conversations that the user takes part in, those with the newest activity first, as they
   * are when asked: a message writes nothing for those who receive it. Activity is {@link
   * Conversation#lastAt}, by the millisecond; equals come by id. A reader of page after page finds
   * each conversation that did not change meanwhile, once; one in which something was sent has
   * moved to the front.
   *
   * <p>Where a point is named, only those are listed of which anything was stored after it that the
   * user sees in a list: messages, changes, its last activity, their read mark and preferences,
   * that they take part; hidden ones, too. Among them are those that they have left or were removed
   * from since, also where these were forgotten, or begun again without them. A point that this
   * store did not give is none, and one that is older than {@link #REMOVALS_KEPT} may be none.
   *
   * <p>The page has fewer than asked for where messages and ids of participants would be larger
   * together than asked for, but at least one where there is one.
   */
  Listing conversationsOf(UserId user, ListingRequest query);

  /**
   * A point behind all that was committed before the call; what is committed later is after it,
   * whichever node commits.
   */
  ListingPoint listingPoint();

  /**
   * What is unread by the user in each of these conversations; those that they take no part in are
   * absent. The cost is that of few calls to the store, however many conversations are named.
   */
  Map<ConversationId, Unread> unread(UserId user, Collection<ConversationId> conversations);

  /**
   * What is unread by the user in all conversations that they take part in and have not hidden.
   *
   * @param now of conversations that are muted by then only mentions count
   */
  UnreadTotal unreadTotal(UserId user, Instant now);

  /**
   * How far each conversation has come. A conversation that does not exist is absent. Any thread
   * that may block may call; the cost is that of few calls to the store, however many conversations
   * are named.
   */
  Map<ConversationId, Position> heads(Collection<ConversationId> conversations);

  /**
   * The conversations that the user takes part in, in no order; in a store that several nodes share
   * also some in which they just begin or have just ended to.
   */
  Set<ConversationId> conversationIdsOf(UserId user);

  /**
   * A stretch of a conversation.
   *
   * @param messages ascending by {@code seq}, without holes; of {@link #changed}, by {@code rev}
   * @param more whether there are further ones in the direction that was asked for
   */
  record Page(List<Message> messages, boolean more) {

    public Page {
      messages = List.copyOf(messages);
    }

    /** Nothing, and nothing further. */
    public static final Page EMPTY = new Page(List.of(), false);
  }

  /**
   * What was stored in a conversation after a position.
   *
   * @param conversation as it stood; empty where there is none
   * @param changed the messages up to the position that have changed since, in their state at that
   *     moment, ascending by {@code rev}
   * @param sent the messages after the position, in their state at that moment, ascending by {@code
   *     seq}, without holes; none where {@code changed} is not complete
   * @param more whether there is more of either
   */
  record Missed(
      Optional<Conversation> conversation,
      List<Message> changed,
      List<Message> sent,
      boolean more) {

    public Missed {
      changed = List.copyOf(changed);
      sent = List.copyOf(sent);
    }

    /** There is no such conversation. */
    public static final Missed NOTHING = new Missed(Optional.empty(), List.of(), List.of(), false);
  }

  /**
   * Reactions.
   *
   * @param more whether there are further ones
   */
  record ReactionPage(List<GivenReaction> reactions, boolean more) {

    public ReactionPage {
      reactions = List.copyOf(reactions);
    }
  }

  /**
   * Somebody's reaction.
   *
   * @param rev the change by which it was given
   */
  record GivenReaction(Reaction reaction, UserId user, long rev) {}

  /** How a user has reacted to the message at a position, in the order in which they did. */
  record OwnReactions(long seq, List<Reaction> reactions) {

    public OwnReactions {
      reactions = List.copyOf(reactions);
    }
  }

  /**
   * How far a participant has read, and how far messages have reached them.
   *
   * @param readUpTo a {@code seq}, 0 where they have read nothing
   * @param deliveredUpTo a {@code seq}; what was read has reached them
   */
  record Reader(UserId user, long readUpTo, long deliveredUpTo) {

    public Reader {
      deliveredUpTo = Math.max(deliveredUpTo, readUpTo);
    }

    /** Whether the viewer may know it: users do not, where one of the two blocks the other. */
    public boolean isKnownTo(Actor viewer, Conversation conversation) {
      return viewer.isService() || !conversation.isBlocked() || user.equals(viewer.user());
    }
  }

  /**
   * Where a reader and the others stand in a conversation.
   *
   * @param readUpTo the {@code seq} up to which the reader has read, 0 where they have read nothing
   * @param unread the messages of others after it, none deleted and none of the system, counted up
   *     to {@link #MAX_UNREAD}
   * @param preferences of the reader
   * @param readers participants whom anything has reached: those who have read furthest first,
   *     equals by user id; the reader may be among them
   */
  record ReadState(long readUpTo, int unread, Preferences preferences, List<Reader> readers) {

    public ReadState {
      readers = List.copyOf(readers);
    }

    /** What the viewer may know of it. */
    public ReadState knownTo(Actor viewer, Conversation conversation) {
      if (!conversation.isBlocked()) {
        return this;
      }
      List<Reader> known = new ArrayList<>(readers);
      known.removeIf(one -> !one.isKnownTo(viewer, conversation));
      return new ReadState(readUpTo, unread, preferences, known);
    }

    /** Nobody has read anything, and there is nothing to read. */
    public static final ReadState NONE = new ReadState(0, 0, Preferences.NONE, List.of());
  }

  /**
   * A page of a user's conversations.
   *
   * @param entries by place
   * @param next where the next page begins; empty where this is the last
   * @param reset whether a point was named that is none: everything is listed
   */
  record Listing(List<Entry> entries, Optional<Cursor> next, boolean reset) {

    public Listing {
      entries = List.copyOf(entries);
    }

    /** The conversations that the user takes part in. */
    public List<Listed> conversations() {
      List<Listed> conversations = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry instanceof Listed listed) {
          conversations.add(listed);
        }
      }
      return conversations;
    }
  }

  /** What stands in a list. */
  sealed interface Entry {

    /** Where it stands. */
    Cursor place();
  }

  /**
   * A conversation that the user takes part in no more.
   *
   * @param atMillis when they left or were removed, since 1970
   */
  record NoLonger(ConversationId conversation, long atMillis) implements Entry {
    @Override
    public Cursor place() {
      return new Cursor(atMillis, conversation);
    }
  }

  /**
   * A conversation as one of its participants sees it in a list.
   *
   * @param lastMessage the newest one; empty where there is none
   * @param readUpTo the {@code seq} up to which they have read, 0 where they have read nothing
   * @param preferences theirs
   */
  record Listed(
      Conversation conversation,
      Optional<Message> lastMessage,
      long readUpTo,
      Unread unread,
      Preferences preferences)
      implements Entry {
    @Override
    public Cursor place() {
      return Cursor.after(conversation);
    }
  }

  /**
   * Which page of a user's conversations.
   *
   * @param after where the page before ended; empty for the first
   * @param limit the most conversations, from 1
   * @param maxBytes the most bytes
   * @param withHidden whether those that the user has hidden are listed, too
   * @param since only what changed after this point is listed; empty for everything
   */
  record ListingRequest(
      Optional<Cursor> after,
      int limit,
      int maxBytes,
      boolean withHidden,
      Optional<ListingPoint> since) {}

  /** A point in the order of commits. Opaque: only the store that gave it can read it. */
  record ListingPoint(String value) {

    /** The longest. */
    public static final int MAX_LENGTH = 512;
  }

  /**
   * A place in a list of conversations: after this one, when its newest activity was then.
   *
   * @param lastAtMillis since 1970
   */
  record Cursor(long lastAtMillis, ConversationId conversation) {

    /** The order of a list: the newest activity first, equals by id. */
    public static final Comparator<Cursor> NEWEST_FIRST =
        Comparator.comparingLong(Cursor::lastAtMillis)
            .reversed()
            .thenComparing(cursor -> cursor.conversation().value());

    /** After this conversation. */
    public static Cursor after(Conversation last) {
      return new Cursor(last.lastAt().toEpochMilli(), last.id());
    }
  }
}
