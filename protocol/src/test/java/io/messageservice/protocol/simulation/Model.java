package io.messageservice.protocol.simulation;

import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.group.GroupRequest;
import io.messageservice.protocol.simulation.group.GroupRequest.Change;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.personal.PersonalModel;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Block;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was asked and what was stored. Whatever is stored must follow from something that was asked;
 * what clients hear is compared with it by those who hear.
 */
final class Model {

  /** Those of the service. */
  static final Membership RULES = new Membership(Simulation.MOST_PARTICIPANTS);

  private final Journal journal;
  private final Map<String, Talk> talks = new TreeMap<>();
  private final Map<String, Set<Request>> asked = new TreeMap<>();
  private final Set<GroupRequest> requested = new HashSet<>();
  private final PersonalModel personal;
  private final Set<String> contents = new HashSet<>();
  private final Set<List<Object>> keys = new HashSet<>();
  private long tick;
  private boolean atRest;

  Model(Journal journal) {
    this.journal = journal;
    this.personal = new PersonalModel(talks, this::talk, journal);
  }

  /** What users have for themselves. */
  PersonalModel personal() {
    return personal;
  }

  /** Whether all has come to rest, and every node has learnt what was stored. */
  void rests(boolean now) {
    atRest = now;
  }

  boolean isAtRest() {
    return atRest;
  }

  /** How many commands had something stored. */
  long tick() {
    return tick;
  }

  /** What is true of the conversation; of none, where nothing is named, nothing is. */
  Talk talk(String conversation) {
    return conversation.isEmpty()
        ? new Talk()
        : talks.computeIfAbsent(conversation, id -> new Talk());
  }

  Set<String> conversations() {
    return new TreeSet<>(talks.keySet());
  }

  void asks(String user, Request request) {
    asked.computeIfAbsent(user, id -> new HashSet<>()).add(request);
    if (request instanceof Request.Delete delete) {
      talk(delete.conversation()).isAskedToDelete(delete.seq());
    } else if (request instanceof Request.ChangeGroup group) {
      requests(group.change());
    } else if (request instanceof Request.Own own) {
      personal.asks(own.asks());
      if (own.asks() instanceof Block block) {
        personal.blocks().begins(block);
      }
    }
  }

  void requests(GroupRequest request) {
    requested.add(request);
  }

  /** Whether somebody asked that the user be removed. */
  boolean mayBeRemoved(String user, String conversation) {
    return requested.stream()
        .anyMatch(
            asks -> removes(asks, user) && ((Change) asks).conversation().equals(conversation));
  }

  private static boolean removes(GroupRequest asks, String user) {
    return (asks instanceof GroupRequest.Remove remove && remove.user().equals(user))
        || (asks instanceof GroupRequest.SetBan ban && ban.banned() && ban.user().equals(user));
  }

  /** Whether a message of this content is stored; no two of them are alike. */
  boolean isStored(String content) {
    return contents.contains(content);
  }

  private boolean hasAsked(String user, Predicate<Request> request) {
    return asked.getOrDefault(user, Set.of()).stream().anyMatch(request);
  }

  /** A command of this decision was stored. */
  void stored(Decision.Accepted<?> decision, @Nullable Message message) {
    tick++;
    journal.note(() -> "stored " + tick + ": " + told(decision, message));
    decision.conversation().ifPresent(after -> changed(after, decision.ban(), message));
    if (message != null) {
      said(message);
    }
    decision
        .change()
        .ifPresent(
            change -> {
              if (change instanceof ReactionChange reaction) {
                reacted(reaction);
              } else {
                changed(change.after());
              }
            });
    readMarks(decision).forEach(this::marked);
    personal.stored(decision.personal(), tick);
  }

  /** A decision about a block was stored. */
  void stored(BlockChange change) {
    tick++;
    journal.note(() -> "stored " + tick + ": " + change);
    personal.stored(change, tick);
  }

  private static String told(Decision.Accepted<?> decision, @Nullable Message message) {
    String said = message == null ? "" : message.seq() + " " + message.content().text() + ", ";
    String marks = decision.personal().isEmpty() ? "" : decision.personal().toString();
    return said
        + decision
            .conversation()
            .map(
                after ->
                    after.id() + " " + after.kind() + " of " + new TreeSet<>(Talk.names(after)))
            .orElse("nothing new ")
        + marks;
  }

  private static Stream<ReadMark> readMarks(Decision.Accepted<?> decision) {
    return decision.personal().stream()
        .filter(ReadMark.class::isInstance)
        .map(ReadMark.class::cast);
  }

  private void changed(Conversation after, Optional<Ban> ban, @Nullable Message message) {
    String id = after.id().value();
    Talk talk = talk(id);
    Conversation before = talk.now();
    Set<String> had = Talk.names(before);
    Set<String> has = Talk.names(after);
    if (after.kind() == Kind.GROUP || (before == null && after.creator().isPresent())) {
      changedByRequest(before, after, ban);
    } else if (before != null && before.kind() == Kind.DIRECT) {
      journal.require(
          after.kind() == Kind.DIRECT && had.equals(has), () -> id + " stays between two");
      personal.requireNoted(before, after);
    } else if (after.kind() == Kind.DIRECT) {
      journal.require(
          (before == null || before.isSilent()) && message != null && isBetween(message, has),
          () -> id + " becomes direct only by its first message, between the two of it");
      personal.requireBegun(after, false);
    } else {
      for (String user : has) {
        journal.require(
            had.contains(user)
                || hasAsked(user, asks -> entersRoom(asks, id))
                || requested.contains(new GroupRequest.Add(SimulatedCallers.SERVICE, id, user)),
            () -> user + " became a participant of " + id + " unasked");
      }
      for (String user : had) {
        journal.require(
            has.contains(user)
                || hasAsked(user, new Request.Leave(id)::equals)
                || requested.contains(new GroupRequest.Remove(user, id, user))
                || requested.contains(new GroupRequest.Remove(SimulatedCallers.SERVICE, id, user))
                || requested.contains(
                    new GroupRequest.SetBan(SimulatedCallers.SERVICE, id, user, true)),
            () -> user + " is no participant of " + id + " any more, unasked");
      }
    }
    requireCounted(before, after);
    talk.stands(after, ban, tick);
    requireStanding(talk.standing());
  }

  /** Of a group each change has a number, of other conversations none. */
  private void requireCounted(@Nullable Conversation before, Conversation after) {
    boolean isChange =
        after.kind() == Kind.GROUP
            && (before == null || !GroupState.of(before).equals(GroupState.of(after)));
    long rev = talk(after.id().value()).rev();
    journal.require(
        after.details().rev() == (isChange ? rev + 1 : lastCounted(before)),
        () -> after.id() + " counts each change: " + after.details());
  }

  private static long lastCounted(@Nullable Conversation before) {
    return before == null ? 0 : before.details().rev();
  }

  private void requireStanding(Talk.Standing standing) {
    Conversation now = standing.conversation().orElseThrow();
    journal.require(
        standing.banned().stream().noneMatch(now::has),
        () -> "a banned user takes part: " + standing);
    journal.require(
        now.details().bans() == standing.banned().size(),
        () -> "bans are counted: " + now.details() + standing.banned());
  }

  /** As the rules say of a request, by what was stored before it. */
  private void changedByRequest(
      @Nullable Conversation before, Conversation after, Optional<Ban> ban) {
    String id = after.id().value();
    String creator = after.creator().map(UserId::value).orElse("");
    if (before == null) {
      created(after, new GroupRequest.Create(creator, after.kind(), Talk.names(after), false));
      return;
    }
    journal.require(
        before.kind() == after.kind() && before.creator().equals(after.creator()),
        () -> id + " became another conversation");
    Talk.Standing standing = talk(id).standing();
    boolean isSame = GroupState.of(before).equals(GroupState.of(after)) && ban.isEmpty();
    journal.require(
        isSame
            || requested.stream()
                .anyMatch(
                    asks ->
                        asks instanceof Change change
                            && change.conversation().equals(id)
                            && !isKeptAway(change)
                            && leadsTo(standing.judged(RULES, change), after, ban)),
        () -> id + " became what nobody could ask for: " + GroupState.of(after) + ban);
  }

  private void created(Conversation after, GroupRequest.Create create) {
    boolean byService = requested.contains(create.byService());
    journal.require(
        byService || requested.contains(create), () -> after.id() + " was created unasked");
    if (after.kind() == Kind.DIRECT) {
      personal.requireBegun(after, byService);
    } else {
      journal.require(
          byService
              || create.participants().stream()
                  .noneMatch(user -> personal.blocks().blocks(user, create.creator())),
          () -> "created with somebody who blocks the creator: " + after);
    }
  }

  /** Whether somebody is to be added by a user whom they block. */
  private boolean isKeptAway(GroupRequest asks) {
    return asks instanceof GroupRequest.Add add && personal.blocks().blocks(add.user(), add.by());
  }

  /** Whether a refusal is right by what was stored at some time since the tick. */
  boolean mayRefuse(GroupRequest.Change change, Refusal.Code code, long since) {
    return talk(change.conversation()).wasSince(since, then -> then.isRefused(change, code))
        || (code == Refusal.Code.FORBIDDEN
            && change instanceof GroupRequest.Add add
            && personal.blocks().blocksSince(add.user(), add.by(), since));
  }

  private static boolean leadsTo(
      Optional<MembershipChange> judged, Conversation after, Optional<Ban> ban) {
    return judged
        .filter(
            change ->
                change instanceof MembershipChange.Allowed allowed
                    && GroupState.of(allowed.conversation()).equals(GroupState.of(after))
                    && allowed.ban().equals(ban))
        .isPresent();
  }

  private static boolean entersRoom(Request asks, String conversation) {
    boolean enters = asks instanceof Request.Join || asks instanceof Request.Send;
    return enters && asks.conversation().equals(conversation);
  }

  private boolean isBetween(Message message, Set<String> two) {
    String sender = message.sender().value();
    String content = message.content().text();
    return hasAsked(
        sender,
        asks ->
            asks instanceof Request.Send send
                && send.content().equals(content)
                && send.receiver() != null
                && two.equals(Set.of(sender, send.receiver())));
  }

  private void said(Message message) {
    String id = message.conversation().value();
    Talk talk = talk(id);
    String sender = message.sender().value();
    String content = message.content().text();
    journal.require(message.seq() == talk.head() + 1, () -> id + " is numbered without holes");
    journal.require(contents.add(content), () -> content + " is stored once");
    String key = message.key().map(ClientMessageId::value).orElse(null);
    journal.require(
        key == null || keys.add(List.of(id, sender, key)), () -> key + " is stored once");
    journal.require(
        hasAsked(sender, asks -> isSaid(asks, id, content, key)),
        () -> content + " is stored and was not sent like that");
    journal.require(
        sender.equals(SimulatedCallers.SERVICE) || talk.participants().contains(sender),
        () -> sender + " speaks where they take no part");
    journal.require(
        sender.equals(SimulatedCallers.SERVICE)
            || talk.standing().mayWrite(message.sender())
            || talk.isOpen(),
        () -> sender + " speaks where only moderators do");
    Talk.Stored before = talk.at(talk.head());
    journal.require(
        before == null || !message.createdAt().isBefore(before.message().createdAt()),
        () -> "time goes back in " + id);
    talk.append(message, tick);
  }

  private void changed(Message after) {
    String id = after.conversation().value();
    Talk talk = talk(id);
    String sender = after.sender().value();
    Message before = talk.present(after.seq()).message();
    String content = after.content().text();
    journal.require(after.rev() == talk.rev() + 1, () -> id + " counts each change: " + after);
    journal.require(!before.isDeleted(), () -> "what is deleted stays so: " + after);
    journal.require(
        before.createdAt().equals(after.createdAt()) && before.sender().equals(after.sender()),
        () -> "it is another message: " + after);
    boolean asked =
        after.isDeleted()
            ? content.isEmpty() && isDeletionAsked(talk, after)
            : contents.add(content)
                && talk.standing().mayWrite(after.sender())
                && hasAsked(sender, asks -> isEdited(asks, before, content));
    journal.require(asked, () -> "changed unasked: " + after);
    talk.change(after, tick);
  }

  private void reacted(ReactionChange change) {
    Message after = change.after();
    String id = after.conversation().value();
    Talk talk = talk(id);
    Message before = talk.present(after.seq()).message();
    String user = change.user().value();
    Request.React react =
        new Request.React(
            id, after.id().value(), after.seq(), change.reaction().value(), change.added());
    journal.require(after.rev() == talk.rev() + 1, () -> id + " counts each reaction: " + after);
    journal.require(!before.isDeleted(), () -> "what is deleted has no reactions: " + after);
    journal.require(
        hasAsked(user, react::equals)
            && talk.participants().contains(user)
            && (!change.added() || talk.standing().mayWrite(change.user())),
        () -> "reacted unasked: " + change);
    journal.require(
        talk.users(after.seq(), change.reaction()).contains(change.user()) != change.added(),
        () -> "reacted twice: " + change);
    talk.react(change, tick);
  }

  private boolean isDeletionAsked(Talk talk, Message after) {
    Request.Delete delete =
        new Request.Delete(after.conversation().value(), after.id().value(), after.seq());
    String sender = after.sender().value();
    boolean bySender = after.revision().deletion().orElseThrow().bySender();
    return bySender
        ? hasAsked(sender, delete::equals)
        : talk.participants().stream()
            .anyMatch(
                user ->
                    talk.standing().mayDelete(new UserId(user), after.sender())
                        && hasAsked(user, delete::equals));
  }

  private static boolean isEdited(Request asks, Message before, String content) {
    return asks instanceof Request.Edit edit
        && edit.message().equals(before.id().value())
        && edit.content().equals(content)
        && (edit.ifRev() == null || edit.ifRev() == before.rev());
  }

  private static boolean isSaid(
      Request asks, String conversation, String content, @Nullable String key) {
    return asks instanceof Request.Send send
        && send.conversation().equals(conversation)
        && send.content().equals(content)
        && Objects.equals(send.key(), key);
  }

  private void marked(ReadMark mark) {
    String id = mark.conversation().value();
    String reader = mark.user().value();
    Talk talk = talk(id);
    long before = talk.own().now(reader).readUpTo();
    long after = mark.readUpTo();
    journal.require(
        hasAsked(reader, asks -> isMarked(asks, id, before, after, talk.head())),
        () -> reader + " has read " + id + " up to " + after + ", unasked");
  }

  private static boolean isMarked(
      Request asks, String conversation, long before, long after, long head) {
    if (!asks.conversation().equals(conversation)) {
      return false;
    }
    if (asks instanceof Request.Mark mark) {
      return mark.read()
          ? after == mark.seq() && after > before
          : after == mark.seq() - 1 && after < before;
    }
    return asks instanceof Request.MarkAll && after == head && after > before;
  }
}
