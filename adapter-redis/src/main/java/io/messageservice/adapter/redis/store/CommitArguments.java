package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one {@code commit.lua} is told: for each of some partitions its conversations, as they were
 * seen and as they are to be written. Only the lane may call.
 */
final class CommitArguments {

  private static final String BETWEEN = "\0";

  private final int era;
  private final List<Object> keys = new ArrayList<>();
  private final Words partitions = new Words();
  private final List<List<PendingConversation>> conversations = new ArrayList<>();
  private int size;

  /** Of no partition, for messages of that era. */
  CommitArguments(int era) {
    this.era = era;
  }

  /**
   * Adds a partition.
   *
   * @param key its key "run"
   * @param run what is to be noted there
   */
  void add(String key, String run, List<PendingConversation> some) {
    Words words = new Words();
    for (PendingConversation pending : some) {
      words.add(pending.id().value());
      words.add(pending.seen().map(seen -> seen.core().text()).orElse(""));
      words.addCounted(checks(pending));
      words.addCounted(pending.isChanged() ? writes(pending) : new Words());
    }
    keys.add(key);
    partitions.add(run).addCounted(words);
    conversations.add(some);
    size += some.size();
  }

  /** How many conversations there are. */
  int size() {
    return size;
  }

  /** The key of each partition. */
  List<Object> keys() {
    return keys;
  }

  /** The conversations of each partition. */
  List<List<PendingConversation>> conversations() {
    return conversations;
  }

  /** All words, which begin with these. */
  Object[] after(Words first) {
    return first.addAll(partitions).toArray();
  }

  private static Words checks(PendingConversation pending) {
    Words to = new Words();
    pending.unused.forEach(name -> to.add("unused").add(name).add(""));
    pending.marksSeen.forEach((reader, upTo) -> to.add("mark").add(reader.value()).add(-upTo));
    pending.seatsSeen.forEach((user, nodes) -> to.add("seat").add(user.value()).add(nodes));
    if (pending.allSeatsSeen != null) {
      to.add("seats").add("").add(pending.allSeatsSeen);
    }
    return to;
  }

  private Words writes(PendingConversation pending) {
    Words writes = new Words();
    if (pending.isForgotten()) {
      writes.add("forget");
    }
    pending.core().ifPresent(core -> write(pending, core, writes));
    return writes;
  }

  private void write(PendingConversation pending, Core core, Words to) {
    boolean isCoreNew = pending.isNew() || !pending.seen().orElseThrow().core().equals(core);
    if (isCoreNew) {
      to.add("core").add(core.text());
    }
    pending.said.forEach(message -> write(message, to));
    participants(pending, to);
    pending.seats.forEach(
        (user, seat) -> to.add(seat.taken() ? "sits" : "rises").add(user.value()));
    pending.marks.forEach((reader, upTo) -> to.add("mark").add(reader.value()).add(-upTo));
    index(pending, core, to);
    if (!pending.said.isEmpty() || !pending.marks.isEmpty() || pending.isAccessChanged()) {
      change(pending, core, to);
    }
  }

  private void write(Message message, Words to) {
    String key = message.key().map(name -> " " + name.value()).orElse("");
    to.add("message")
        .add(new PlaceIds.Place(message.seq(), era).text())
        .add(message.sender().value())
        .add(message.createdAt().toEpochMilli() + key)
        .add(Contents.encode(message.content()));
    message
        .key()
        .ifPresent(
            name -> to.add("name").add(Question.name(message.sender(), name)).add(message.seq()));
  }

  private static void participants(PendingConversation pending, Words to) {
    if (!pending.isAccessChanged()) {
      return;
    }
    Participants had = participants(pending.before().stream().toList());
    Participants has = participants(pending.now().stream().toList());
    for (UserId user : pending.went) {
      if (had.contains(user)) {
        to.add("went").add(user.value());
      }
    }
    for (UserId user : pending.came) {
      if (has.contains(user)) {
        to.add("came").add(user.value());
      }
    }
  }

  private static Participants participants(List<Conversation> of) {
    return of.isEmpty() ? Participants.NONE : of.get(0).participants();
  }

  /** By what it is found: while nothing was said by its last join, then by its hash. */
  private static void index(PendingConversation pending, Core core, Words to) {
    boolean wasSilent = pending.before().map(Conversation::isSilent).orElse(true);
    if (wasSilent && core.head() > 0) {
      to.add("first").add(PlaceIds.field(pending.hash()));
    } else if (core.head() == 0 && core.lastAtMillis() > 0) {
      to.add("silent").add(core.lastAtMillis());
    }
  }

  /** For the log of changes: who reads it is told positions, versions and who came and went. */
  private static void change(PendingConversation pending, Core core, Words to) {
    to.add("change");
    to.add(pending.said.isEmpty() ? 0 : pending.said.get(0).seq());
    to.add(pending.said.isEmpty() ? 0 : core.head());
    to.add(pending.isAccessChanged() ? Long.toString(core.accessVersion()) : "");
    to.add(joined(pending.came));
    to.add(joined(pending.went));
    to.add(
        pending.marks.entrySet().stream()
            .map(mark -> mark.getKey().value() + BETWEEN + mark.getValue())
            .collect(Collectors.joining(BETWEEN)));
    to.add(core.kind().name());
    to.add(pending.isAccessChanged() ? Long.toString(pending.accessSeq()) : "");
  }

  private static String joined(Collection<UserId> users) {
    return users.stream().map(UserId::value).collect(Collectors.joining(BETWEEN));
  }
}
