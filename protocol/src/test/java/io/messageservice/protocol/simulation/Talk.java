package io.messageservice.protocol.simulation;

import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.group.GroupRequest;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.personal.OwnStates;
import io.messageservice.protocol.simulation.personal.RecordedConversation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is true of one conversation, and was since when: ticks count what was stored. */
final class Talk implements RecordedConversation {

  private static final long EVER = Long.MAX_VALUE;

  private final List<Stored> log = new ArrayList<>();

  /** All states of the messages, those as they were sent too, by rev; null for other changes. */
  private final List<@Nullable Stored> states = new ArrayList<>();

  /** The messages as they are now, by seq. */
  private final List<Stored> present = new ArrayList<>();

  /** Who has reacted to which message, in which order. */
  private final Map<Long, Map<Reaction, Set<UserId>>> reactions = new TreeMap<>();

  private final Map<Long, ReactionChange> reacted = new TreeMap<>();

  /** How often it was asked to delete each message. */
  private final Map<Long, Integer> deletions = new TreeMap<>();

  private final Map<String, List<Span>> stays = new TreeMap<>();
  private final OwnStates own = new OwnStates();
  private final List<Standing> standings = new ArrayList<>(List.of(Standing.NONE));

  /** What a group was by each of its changes, by rev. */
  private final NavigableMap<Long, Standing> groups = new TreeMap<>();

  private @Nullable Conversation now;
  private Set<String> participants = Set.of();

  /** A message and when it was stored. */
  record Stored(Message message, long tick) {}

  /**
   * The conversation as it stood from a tick on.
   *
   * @param conversation empty where there was none
   * @param banned for ever
   */
  record Standing(Optional<Conversation> conversation, Set<UserId> banned, long tick) {
    static final Standing NONE = new Standing(Optional.empty(), Set.of(), 0);

    private Standing with(Ban ban) {
      Set<UserId> after = new HashSet<>(banned);
      if (ban.until().equals(Ban.LIFTED)) {
        after.remove(ban.user());
      } else {
        after.add(ban.user());
      }
      return new Standing(conversation, after, tick);
    }

    /** What the rules say of a request. */
    Optional<MembershipChange> judged(Membership rules, GroupRequest.Change asked) {
      UserId by = new UserId(asked.by());
      Actor actor =
          asked.by().equals(SimulatedCallers.SERVICE) ? Actor.service(by) : Actor.user(by);
      return asked.judged(
          rules,
          conversation,
          new Membership.Request(
              actor,
              Instant.EPOCH,
              user ->
                  Optional.of(user).filter(banned::contains).map(is -> new Ban(is, Ban.FOR_EVER))));
    }

    boolean isRefused(GroupRequest.Change asked, Refusal.Code code) {
      return judged(Model.RULES, asked)
          .filter(
              judged ->
                  judged instanceof MembershipChange.Denied denied
                      && denied.refusal().code() == code)
          .isPresent();
    }

    boolean isBlocked() {
      return conversation.filter(Conversation::isBlocked).isPresent();
    }

    boolean mayWrite(UserId user) {
      return conversation.filter(there -> there.has(user) && there.mayWrite(user)).isPresent();
    }

    /** Whether the user may delete what that other one has sent. */
    boolean mayDelete(UserId user, UserId sender) {
      return conversation
          .filter(there -> there.kind() == Kind.GROUP && there.has(user))
          .map(there -> isAbove(there.roleOf(user), there.roleOf(sender)))
          .orElse(false);
    }

    private static boolean isAbove(Role one, Role other) {
      return one != Role.MEMBER && one.mayActOn(other);
    }
  }

  /** From a tick to before another. */
  private record Span(long from, long to) {}

  @Override
  public OwnStates own() {
    return own;
  }

  @Override
  public @Nullable Conversation now() {
    return now;
  }

  boolean isOpen() {
    return now == null || now.kind() == Kind.OPEN;
  }

  Standing standing() {
    return standings.get(standings.size() - 1);
  }

  /** Whether that was so at some time since the tick. */
  boolean wasSince(long tick, Predicate<Standing> what) {
    for (int i = standings.size() - 1; i >= 0; i--) {
      if (what.test(standings.get(i))) {
        return true;
      }
      if (standings.get(i).tick() <= tick) {
        return false;
      }
    }
    return false;
  }

  boolean isGroup() {
    return now != null && now.kind() == Kind.GROUP;
  }

  boolean isDirect() {
    return now != null && now.kind() == Kind.DIRECT;
  }

  Set<String> participants() {
    return participants;
  }

  static Set<String> names(@Nullable Conversation conversation) {
    return conversation == null
        ? Set.of()
        : conversation.participants().asSet().stream()
            .map(UserId::value)
            .collect(Collectors.toSet());
  }

  /**
   * It stands so from the tick on.
   *
   * @param ban what is recorded of bans
   */
  void stands(Conversation after, Optional<Ban> ban, long tick) {
    Set<String> before = participants;
    participants = names(after);
    now = after;
    Standing next = new Standing(Optional.of(after), standing().banned(), tick);
    standings.add(ban.map(next::with).orElse(next));
    if (after.details().rev() > states.size()) {
      states.add(null);
      groups.put(after.details().rev(), standing());
    }
    for (String user : participants()) {
      if (!before.contains(user)) {
        stays.computeIfAbsent(user, id -> new ArrayList<>()).add(new Span(tick, EVER));
      }
    }
    for (String user : before) {
      if (!participants().contains(user)) {
        List<Span> spans = stays.getOrDefault(user, List.of());
        spans.set(spans.size() - 1, new Span(spans.get(spans.size() - 1).from(), tick));
      }
    }
  }

  @Override
  public boolean hadSince(String user, long tick) {
    List<Span> spans = stays.getOrDefault(user, List.of());
    return !spans.isEmpty() && spans.get(spans.size() - 1).to() > tick;
  }

  @Override
  public boolean hadAlwaysSince(String user, long tick) {
    List<Span> spans = stays.getOrDefault(user, List.of());
    Span last = spans.isEmpty() ? new Span(EVER, 0) : spans.get(spans.size() - 1);
    return last.from() <= tick && last.to() == EVER;
  }

  @Override
  public boolean hadAt(String user, long tick) {
    return stays.getOrDefault(user, List.of()).stream()
        .anyMatch(span -> span.from() <= tick && tick < span.to());
  }

  @Override
  public int unreadAt(String user, long tick) {
    long readUpTo = own.since(user, tick).get(0).readUpTo();
    int unread = 0;
    for (Stored stored : log.subList((int) readUpTo, (int) headAt(tick))) {
      boolean isOther = !stored.message().sender().value().equals(user);
      unread += isOther && !isDeletedAt(stored.message().seq(), tick) ? 1 : 0;
    }
    return unread;
  }

  /** Whether the user took part no more at some time since the tick. */
  boolean endedSince(String user, long tick) {
    return stays.getOrDefault(user, List.of()).stream()
        .anyMatch(span -> span.to() != EVER && span.to() > tick);
  }

  /** Whether it stood so at some time since the tick. */
  boolean stoodSince(long tick, GroupState shown) {
    return wasSince(
        tick, then -> then.conversation().map(GroupState::of).filter(shown::equals).isPresent());
  }

  void isAskedToDelete(long seq) {
    deletions.merge(seq, 1, Integer::sum);
  }

  /** Whether a command may find it deleted by another one. */
  boolean mayBeDeletedTwice(long seq) {
    return deletions.getOrDefault(seq, 0) > 1;
  }

  long head() {
    return log.size();
  }

  /** Null where there is none. */
  @Nullable Stored at(long seq) {
    return seq >= 1 && seq <= log.size() ? log.get((int) seq - 1) : null;
  }

  /** Whether something was said after the tick. */
  boolean isSaidSince(long tick) {
    Stored last = at(head());
    return last != null && last.tick() > tick;
  }

  List<Stored> log() {
    return log;
  }

  void append(Message message, long tick) {
    Stored sent = new Stored(message, tick);
    log.add(sent);
    states.add(sent);
    present.add(sent);
  }

  /** A message is in another state from then on. */
  void change(Message after, long tick) {
    if (after.isDeleted()) {
      reactions.remove(after.seq());
    }
    Stored state = new Stored(after.with(counted(after.seq())), tick);
    states.add(state);
    present.set((int) after.seq() - 1, state);
  }

  /** Somebody reacts, or takes that back. */
  void react(ReactionChange change, long tick) {
    reactions
        .computeIfAbsent(change.after().seq(), seq -> new LinkedHashMap<>())
        .computeIfAbsent(change.reaction(), reaction -> new LinkedHashSet<>());
    Set<UserId> users = users(change.after().seq(), change.reaction());
    if (change.added()) {
      users.add(change.user());
    } else {
      users.remove(change.user());
    }
    reactions.getOrDefault(change.after().seq(), Map.of()).values().removeIf(Set::isEmpty);
    reacted.put(change.after().rev(), change);
    change(change.after(), tick);
  }

  /** Who has reacted like that by now. */
  Set<UserId> users(long seq, Reaction reaction) {
    return reactions.getOrDefault(seq, Map.of()).getOrDefault(reaction, Set.of());
  }

  /** What the change of that number was; null where it was no reaction. */
  @Nullable ReactionChange reacted(long rev) {
    return reacted.get(rev);
  }

  private List<ReactionCount> counted(long seq) {
    return reactions.getOrDefault(seq, Map.of()).entrySet().stream()
        .map(
            each ->
                new ReactionCount(
                    each.getKey(),
                    each.getValue().size(),
                    each.getValue().stream().limit(ReactionCount.MAX_NAMED).toList()))
        .toList();
  }

  long rev() {
    return states.size();
  }

  /** The state that the change of that number left; null where there is none. */
  @Nullable Stored state(long rev) {
    return rev >= 1 && rev <= states.size() ? states.get((int) rev - 1) : null;
  }

  /** The message as it is now. */
  Stored present(long seq) {
    return present.get((int) seq - 1);
  }

  /** The newest change of the group; null where it never changed, or is none. */
  @Nullable Standing groupChange() {
    return groups.isEmpty() ? null : groups.lastEntry().getValue();
  }

  /** Its number. */
  long lastGroupRev() {
    return groups.isEmpty() ? 0 : groups.lastKey();
  }

  /** The number of the newest change of its data. */
  long lastGroupData() {
    return now == null ? 0 : now.details().dataRev();
  }

  /** The number of the newest change of who takes part, as what. */
  long lastGroupRoles() {
    return now == null ? 0 : now.details().participantsRev();
  }

  /** The change of the group of that number; null where it is none. */
  @Nullable Standing groupChange(long rev) {
    return groups.get(rev);
  }

  /**
   * What the group was after the change of that number, whatever changed; null where it is none.
   */
  @Nullable GroupState group(long rev) {
    Map.Entry<Long, Standing> entry = groups.floorEntry(rev);
    return entry == null ? null : entry.getValue().conversation().map(GroupState::of).orElse(null);
  }

  /** Whether the message was deleted by then. */
  private boolean isDeletedAt(long seq, long tick) {
    Stored present = present(seq);
    return present.message().isDeleted() && present.tick() <= tick;
  }

  private boolean isChanged(Message now) {
    Stored sent = at(now.seq());
    return sent != null && sent.message().rev() != now.rev();
  }

  /** How many messages up to a position are in a state after that number. */
  long changedAfter(long upToSeq, long rev) {
    return log.stream()
        .map(sent -> present(sent.message().seq()).message())
        .filter(now -> now.seq() <= upToSeq && now.rev() > rev && isChanged(now))
        .count();
  }

  @Override
  public long headAt(long tick) {
    long head = log.size();
    while (head > 0 && log.get((int) head - 1).tick() > tick) {
      head--;
    }
    return head;
  }

  @Override
  public boolean hasSent(String user, long after, long upTo) {
    return log.subList((int) after, (int) upTo).stream()
        .anyMatch(stored -> stored.message().sender().value().equals(user));
  }

  @Override
  public boolean isBlockedSince(long tick) {
    return !wasSince(tick, then -> !then.isBlocked());
  }

  @Override
  public boolean wasBlockedSince(long tick) {
    return wasSince(tick, Standing::isBlocked);
  }

  @Override
  public boolean mayBeOfOthers(int count, String user, long after, long upTo, long tick) {
    return count >= ofOthers(user, after, upTo, EVER) && count <= ofOthers(user, after, upTo, tick);
  }

  private int ofOthers(String user, long after, long upTo, long tick) {
    int count = 0;
    for (Stored stored : log.subList((int) after, (int) Math.max(after, upTo))) {
      Message message = stored.message();
      boolean isOther = !message.sender().value().equals(user);
      count += isOther && !isDeletedAt(message.seq(), tick) ? 1 : 0;
    }
    return count;
  }
}
