package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.adapter.redis.store.format.HashIds;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.store.Contents;
import io.messageservice.application.store.GroupRecord;
import io.messageservice.application.store.PositionIds;
import io.messageservice.application.store.batch.PendingConversation;
import io.messageservice.application.store.batch.PendingEvents;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The arguments of one {@code commit.lua}: for each of some partitions its conversations, as they
 * were seen and as they are to be written, and what there is of its users. Only the lane may call.
 */
final class CommitArguments {

  private static final String BETWEEN = "\0";

  /** The name of the stamp of what all who take part see. */
  private static final String OF_ALL = "";

  /** Before the sender of a message that mentions all. */
  private static final String OF_SENDER = "\1";

  /** Stands where a conversation is named otherwise, and always stands as it was seen. */
  private static final String OF_USERS = "";

  private final Epoch epoch;
  private final List<Object> keys = new ArrayList<>();
  private final List<Object> partitions = new ArrayList<>();
  private final List<List<PendingRecord>> conversations = new ArrayList<>();
  private int size;

  /** Of no partition, for messages of that epoch. */
  CommitArguments(Epoch epoch) {
    this.epoch = epoch;
  }

  /**
   * Adds a partition.
   *
   * @param key its key "run"
   * @param run what is to be noted there
   * @param ofUsers words that write what there is of users of the partition, some for each
   */
  void add(String key, String run, List<PendingRecord> some, List<List<Object>> ofUsers) {
    List<Object> words = new ArrayList<>();
    for (PendingRecord pending : some) {
      words.add(pending.id().value());
      words.add(pending.seen().map(seen -> seen.core().text()).orElse(""));
      addCounted(words, checks(pending));
      addCounted(words, pending.isChanged() ? writes(pending) : List.of());
    }
    if (!ofUsers.isEmpty()) {
      Collections.addAll(words, OF_USERS, "", 0);
      addCounted(words, ofUsers.stream().flatMap(List::stream).toList());
    }
    keys.add(key);
    partitions.add(run);
    addCounted(partitions, words);
    conversations.add(some);
    size += some.size() + ofUsers.size();
  }

  /** How many conversations there are, and of users how much. */
  int size() {
    return size;
  }

  /** The key of each partition. */
  List<Object> keys() {
    return keys;
  }

  /** The conversations of each partition. */
  List<List<PendingRecord>> conversations() {
    return conversations;
  }

  /** The run of each partition and its words, with their number before them. */
  List<Object> words() {
    return partitions;
  }

  private static void addCounted(List<Object> to, List<Object> words) {
    to.add(words.size());
    to.addAll(words);
  }

  private static List<Object> checks(PendingRecord pending) {
    List<Object> to = new ArrayList<>();
    pending.unused().forEach(name -> Collections.addAll(to, "unused", name, ""));
    pending
        .personalSeen()
        .forEach(
            (user, own) ->
                Collections.addAll(to, "personal", user.value(), PersonalText.text(own)));
    pending
        .bansSeen()
        .forEach(
            (user, until) ->
                Collections.addAll(
                    to, "ban", user.value(), until.map(CommitArguments::until).orElse("")));
    pending
        .seatsSeen()
        .forEach((user, nodes) -> Collections.addAll(to, "seat", user.value(), nodes));
    pending.revsSeen().forEach((seq, rev) -> Collections.addAll(to, "rev", seq, rev));
    if (pending.allSeatsSeen() != null) {
      Collections.addAll(to, "seats", "", pending.allSeatsSeen());
    }
    return to;
  }

  /** What writes whom a user blocks. */
  static List<Object> write(BlockChange block) {
    String what = block.holds() ? "block" : "unblock";
    return List.of(what, block.user().value(), block.blocked().value());
  }

  /** What logs it, as the change of a conversation in which nothing was stored. */
  static List<Object> write(UserNote note) {
    String user = note.user().value();
    return List.of("noted", user, 0, 0, "", "", "", "", "", "", "", PendingEvents.text(note), "");
  }

  private List<Object> writes(PendingRecord pending) {
    List<Object> writes = new ArrayList<>();
    if (pending.isForgotten()) {
      writes.add("forget");
    }
    pending.core().ifPresent(core -> write(pending, core, writes));
    return writes;
  }

  private void write(PendingRecord pending, ConversationRecord core, List<Object> to) {
    boolean isCoreNew = pending.isNew() || !pending.seen().orElseThrow().core().equals(core);
    if (isCoreNew) {
      Collections.addAll(to, "core", core.text());
      record(pending, core, to);
    }
    pending.messages().forEach(message -> write(message, to));
    pending.removed().forEach(message -> mentions("unmention", message, to));
    pending.rewritten().forEach(message -> change(message, to));
    pending
        .firstContents()
        .forEach(
            (seq, content) -> Collections.addAll(to, "digest", seq, epoch.digests().of(content)));
    pending.reactions().forEach(change -> react(pending, change, to));
    participants(pending, to);
    pending
        .seats()
        .forEach(
            (user, seat) -> Collections.addAll(to, seat.taken() ? "sits" : "rises", user.value()));
    pending
        .marks()
        .forEach((reader, upTo) -> Collections.addAll(to, "mark", reader.value(), -upTo));
    pending
        .delivered()
        .forEach((user, upTo) -> Collections.addAll(to, "reached", user.value(), upTo));
    pending
        .preferences()
        .forEach(
            (user, own) -> Collections.addAll(to, "preferences", user.value(), preferences(own)));
    pending
        .bans()
        .forEach((user, until) -> Collections.addAll(to, "ban", user.value(), until(until)));
    stamp(pending, to);
    index(pending, core, to);
    if (isLogged(pending)) {
      log(pending, core, to);
    }
  }

  private static boolean isLogged(PendingRecord pending) {
    return pending.isStored()
        || pending.isAccessChanged()
        || !pending.marks().isEmpty()
        || !pending.delivered().isEmpty()
        || !pending.events().isEmpty();
  }

  /**
   * What some groups have beside their core. It is also written where somebody comes or goes, since
   * versions that know of no roles may have removed a user whose role is still recorded.
   */
  private static void record(PendingRecord pending, ConversationRecord core, List<Object> to) {
    Optional<ConversationRecord> had =
        pending.isNew() ? Optional.empty() : pending.seen().map(StoredConversation::core);
    boolean isSame = had.filter(was -> was.version().equals(core.version())).isPresent();
    if (core.hasRecord() && !isSame) {
      Conversation now = pending.now().orElseThrow();
      Collections.addAll(to, "record", GroupRecord.of(now).orElseThrow().encode());
    } else if (!core.hasRecord() && had.filter(ConversationRecord::hasRecord).isPresent()) {
      Collections.addAll(to, "record", "");
    }
  }

  /** In milliseconds; empty where there is no ban any more. */
  private static String until(Instant until) {
    return until.equals(Ban.LIFTED) ? "" : Long.toString(until.toEpochMilli());
  }

  private static String preferences(Preferences own) {
    return own.equals(Preferences.NONE) ? "" : PersonalText.text(own);
  }

  private void write(Message message, List<Object> to) {
    long changesBefore = message.rev() - message.seq();
    Collections.addAll(
        to,
        changesBefore == 0 ? "message" : "later",
        new PositionIds.StoredPosition(message.seq(), epoch.era()).text(),
        message.sender().value(),
        times(message),
        Contents.of(message).encode());
    if (changesBefore > 0) {
      to.add(changesBefore);
    }
    message
        .key()
        .ifPresent(
            name ->
                Collections.addAll(
                    to, "name", PendingConversation.name(message.sender(), name), message.seq()));
    mentions("mention", message, to);
  }

  /**
   * An entry for each user whom somebody else mentions. A message that mentions everybody has one
   * for all, and one of its sender that is subtracted.
   */
  private static void mentions(String what, Message message, List<Object> to) {
    Mentions mentions = message.attributes().mentions();
    if (mentions.isEmpty() || message.attributes().isSystem()) {
      return;
    }
    String at = BETWEEN + String.format(Locale.ROOT, "%016d", message.seq());
    if (mentions.everybody()) {
      Collections.addAll(to, what, at, what, OF_SENDER + message.sender().value() + at);
      return;
    }
    for (UserId user : mentions.users()) {
      if (!user.equals(message.sender())) {
        Collections.addAll(to, what, user.value() + at);
      }
    }
  }

  /** That lists show something new, to all or to these users. */
  private static void stamp(PendingRecord pending, List<Object> to) {
    List<Object> names = new ArrayList<>();
    if (pending.isSeenByAll()) {
      names.add(OF_ALL);
    }
    pending.seenByThemselves().forEach(user -> names.add(user.value()));
    if (!names.isEmpty()) {
      to.add("stamp");
      addCounted(to, names);
    }
  }

  private void change(Message message, List<Object> to) {
    Collections.addAll(
        to,
        "changed",
        epoch.ids().open(message.id()).orElseThrow().place().text(),
        message.sender().value(),
        times(message),
        Contents.text(message.revision()),
        Contents.of(message).encode());
  }

  private static void react(PendingRecord pending, ReactionChange change, List<Object> to) {
    Message after = change.after();
    Collections.addAll(
        to,
        "reaction",
        after.seq(),
        after.rev(),
        change.reaction().value(),
        change.user().value(),
        change.added() ? 1 : 0,
        "r" + HashIds.field(pending.hash()));
  }

  /** When it was created and, where it has one, its name. */
  private static String times(Message message) {
    String key = message.key().map(name -> " " + name.value()).orElse("");
    return message.createdAt().toEpochMilli() + key;
  }

  private static void participants(PendingRecord pending, List<Object> to) {
    if (!pending.isAccessChanged()) {
      return;
    }
    Participants had = participants(pending.before().stream().toList());
    Participants has = participants(pending.now().stream().toList());
    for (UserId user : pending.left()) {
      if (had.contains(user)) {
        Collections.addAll(to, "went", user.value());
      }
    }
    for (UserId user : pending.joined()) {
      if (has.contains(user)) {
        Collections.addAll(to, "came", user.value());
      }
    }
  }

  private static Participants participants(List<Conversation> of) {
    return of.isEmpty() ? Participants.NONE : of.get(0).participants();
  }

  /**
   * By what it is found: an open one by its last join while it has no messages, then by its hash.
   */
  private static void index(PendingRecord pending, ConversationRecord core, List<Object> to) {
    boolean wasSilent = pending.before().map(Conversation::isSilent).orElse(true);
    if (wasSilent && core.head() > 0) {
      Collections.addAll(to, "first", HashIds.field(pending.hash()));
    } else if (core.head() == 0 && core.kind() == Kind.OPEN && core.lastAtMillis() > 0) {
      Collections.addAll(to, "silent", core.lastAtMillis());
    }
  }

  /** For the log of changes: positions, versions, who joined and left, and what happened. */
  private static void log(PendingRecord pending, ConversationRecord core, List<Object> to) {
    to.add("log");
    to.add(pending.messages().isEmpty() ? 0 : pending.messages().get(0).seq());
    to.add(pending.isStored() ? core.head() : 0);
    to.add(pending.isAccessChanged() ? Long.toString(core.accessVersion()) : "");
    to.add(joined(pending.joined()));
    to.add(joined(pending.left()));
    to.add(
        pending.marks().entrySet().stream()
            .map(mark -> mark.getKey().value() + BETWEEN + mark.getValue())
            .collect(Collectors.joining(BETWEEN)));
    to.add(loggedKind(pending, core).name());
    to.add(pending.isAccessChanged() ? Long.toString(pending.accessPosition().seq()) : "");
    Position access = pending.accessPosition();
    long before = pending.before().map(had -> had.rev() - had.head()).orElse(0L);
    to.add(
        core.changes() == 0
            ? ""
            : before + " " + core.changes() + " " + (access.rev() - access.seq()));
    to.add(
        pending
            .events()
            .text(
                pending.delivered().entrySet().stream()
                    .map(mark -> new MessagesDelivered(mark.getKey(), mark.getValue()))));
    to.add(pending.events().traces());
  }

  /**
   * Where nobody comes or goes and the kind stays, it is called a change of a group, also where a
   * direct conversation is blocked: readers of every version take it for one of roles, which they
   * do not report.
   */
  private static Kind loggedKind(PendingRecord pending, ConversationRecord core) {
    boolean isParticipation =
        !pending.joined().isEmpty()
            || !pending.left().isEmpty()
            || pending.before().filter(was -> was.kind() == core.kind()).isEmpty();
    return isParticipation ? core.kind() : Kind.GROUP;
  }

  private static String joined(Collection<UserId> users) {
    return users.stream().map(UserId::value).collect(Collectors.joining(BETWEEN));
  }
}
