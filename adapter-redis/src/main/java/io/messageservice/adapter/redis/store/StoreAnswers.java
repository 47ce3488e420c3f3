package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisAnswers.list;
import static io.messageservice.adapter.redis.RedisAnswers.number;
import static io.messageservice.adapter.redis.RedisAnswers.text;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.store.Contents;
import io.messageservice.application.store.GroupRecord;
import io.messageservice.application.store.PositionIds.StoredPosition;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What Redis answers, as values. */
final class StoreAnswers {

  private static final String[] NO_REACTIONS = {};

  private final Epoch epoch;

  /** As they are to be understood in the epoch. */
  StoreAnswers(Epoch epoch) {
    this.epoch = epoch;
  }

  /** What {@link Question#conversation} asks. */
  Optional<StoredConversation> conversation(ConversationId id, @Nullable Object answer) {
    List<?> parts = list(answer);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String core = text(parts.get(0));
    if (parts.size() == 1) {
      return known(id, core);
    }
    StoredConversation stored = stored(id, ConversationRecord.parse(core), parts);
    epoch.remember(stored);
    return Optional.of(stored);
  }

  private static StoredConversation stored(
      ConversationId id, ConversationRecord core, List<?> parts) {
    Participants participants = participants(list(parts.get(1)));
    Optional<GroupRecord> group =
        core.hasRecord()
            ? Optional.of(GroupRecord.decode((byte[]) parts.get(2)))
            : Optional.empty();
    return StoredConversation.of(id, core, participants, core.details(participants, group));
  }

  /** Whether what is remembered was left out, but is not remembered any more. */
  boolean isIncomplete(ConversationId id, @Nullable Object answer) {
    List<?> parts = list(answer);
    return parts.size() == 1 && known(id, text(parts.get(0))).isEmpty();
  }

  /** The conversation with that core, where the rest of its version is remembered. */
  Optional<StoredConversation> known(ConversationId id, String core) {
    if (core.isEmpty()) {
      return Optional.empty();
    }
    ConversationRecord now = ConversationRecord.parse(core);
    return epoch
        .known(id, now)
        .map(known -> StoredConversation.of(id, now, known.participants(), known.details()));
  }

  /** What {@link Question#sent} asks. */
  Optional<FirstSent> sent(ConversationId id, @Nullable Object answer) {
    List<?> parts = list(answer);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Optional<Predicate<String>> digest =
        parts.size() == 1
            ? Optional.empty()
            : Optional.ofNullable((byte[]) parts.get(1)).map(epoch.digests()::isOf);
    return message(id, parts.get(0)).map(message -> new FirstSent(message, digest));
  }

  /** What {@link Question#found} asks. */
  Optional<Message> found(StoredPosition place, @Nullable Object answer) {
    List<?> parts = list(answer);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    ConversationId id = new ConversationId(text(parts.get(0)));
    return message(id, parts.get(1)).filter(message -> isAt(place, list(parts.get(1))));
  }

  /** The message, where the entry of the stream is one. */
  Optional<Message> message(ConversationId id, @Nullable Object entry) {
    List<?> parts = list(entry);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(message(id, epoch.ids().hash(id), parts));
  }

  /** The messages of a page. */
  List<Message> messages(ConversationId id, @Nullable Object entries) {
    List<Message> messages = new ArrayList<>();
    long hash = epoch.ids().hash(id);
    for (Object entry : list(entries)) {
      messages.add(message(id, hash, list(entry)));
    }
    return messages;
  }

  private Message message(ConversationId id, long hash, List<?> entry) {
    StoredPosition place = StoredPosition.parse(text(entry.get(0)));
    List<?> fields = list(entry.get(1));
    String[] times = text(fields.get(3)).split(" ", 2);
    Contents contents = Contents.decode((byte[]) fields.get(5));
    Revision revision = revision(place.seq(), fields);
    String[] reactions = entry.size() < 3 ? NO_REACTIONS : text(entry.get(2)).split("\n", -1);
    return new Message(
        epoch.ids().of(hash, place),
        id,
        place.seq(),
        new UserId(text(fields.get(1))),
        contents.content(),
        contents.attributes(),
        Instant.ofEpochMilli(Long.parseLong(times[0])),
        times.length == 1 ? Optional.empty() : Optional.of(new ClientMessageId(times[1])),
        reactions.length == 0 ? revision : later(revision, reactions[0]),
        Arrays.stream(reactions).skip(1).map(StoreAnswers::count).toList());
  }

  /** Of a message whose reactions were changed last by the change that the line begins with. */
  private static Revision later(Revision revision, String line) {
    long rev = Long.parseLong(line, 0, line.indexOf(' '), 10);
    return new Revision(Math.max(revision.rev(), rev), revision.editedAt(), revision.deletion());
  }

  /**
   * A line that {@code commit.lua} wrote: the reaction, how many gave it, and the first of them.
   */
  private static ReactionCount count(String line) {
    String[] parts = line.split("\2", -1);
    int end = parts[0].indexOf('\1');
    return new ReactionCount(
        new Reaction(parts[0].substring(0, end)),
        Integer.parseInt(parts[0], end + 1, parts[0].length(), 10),
        Arrays.stream(parts).skip(1).map(UserId::new).toList());
  }

  /** What {@link Question#reaction} asks. */
  static ReactionState reactionState(@Nullable Object answer) {
    List<?> parts = list(answer);
    return new ReactionState(
        (int) number(parts.get(0)), (int) number(parts.get(1)), number(parts.get(2)) == 1);
  }

  /** What {@link Question#reactions} asks, all of them. */
  static List<GivenReaction> reactions(@Nullable Object answer) {
    List<?> parts = list(answer);
    List<GivenReaction> given = new ArrayList<>(parts.size() / 3);
    for (int i = 0; i < parts.size(); i += 3) {
      Reaction reaction = new Reaction(text(parts.get(i)));
      UserId user = new UserId(text(parts.get(i + 1)));
      given.add(new GivenReaction(reaction, user, number(parts.get(i + 2))));
    }
    return given;
  }

  /** What {@link Question#ownReactions} asks. */
  static List<OwnReactions> ownReactions(@Nullable Object answer) {
    List<?> parts = list(answer);
    Map<Long, List<Reaction>> own = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i += 2) {
      own.computeIfAbsent(number(parts.get(i)), seq -> new ArrayList<>())
          .add(new Reaction(text(parts.get(i + 1))));
    }
    return own.entrySet().stream()
        .map(each -> new OwnReactions(each.getKey(), each.getValue()))
        .toList();
  }

  /**
   * Behind the content stands the state, or how many changes came before the message; or nothing.
   */
  private static Revision revision(long seq, List<?> fields) {
    if (fields.size() < 8) {
      return Revision.first(seq);
    }
    String value = text(fields.get(7));
    return text(fields.get(6)).equals("x")
        ? Contents.revision(value)
        : Revision.first(seq + Long.parseLong(value));
  }

  private static boolean isAt(StoredPosition place, List<?> entry) {
    return StoredPosition.parse(text(entry.get(0))).equals(place);
  }

  private static Participants participants(List<?> users) {
    List<UserId> all = new ArrayList<>(users.size());
    users.forEach(user -> all.add(new UserId(text(user))));
    return Participants.of(all);
  }
}
