package io.messageservice.protocol.simulation.personal;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.personal.BlockStates.Question;
import io.messageservice.protocol.simulation.personal.OwnStates.State;
import io.messageservice.protocol.simulation.personal.PersonalRequest.Block;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What users asked for themselves, and what was stored of it. */
public final class PersonalModel {

  private final Map<String, ? extends RecordedConversation> all;
  private final Function<String, ? extends RecordedConversation> conversations;
  private final Journal journal;
  private final Map<String, Set<PersonalRequest>> asked = new HashMap<>();
  private final BlockStates blocks = new BlockStates();
  private final OwnAnswers answers;

  /**
   * Of all conversations that there are, or come to be.
   *
   * @param conversations gives one that is empty where there is none
   */
  public PersonalModel(
      Map<String, ? extends RecordedConversation> all,
      Function<String, ? extends RecordedConversation> conversations,
      Journal journal) {
    this.all = all;
    this.conversations = conversations;
    this.journal = journal;
    this.answers = new OwnAnswers(all, conversations, journal);
  }

  /** Who blocks whom. */
  public BlockStates blocks() {
    return blocks;
  }

  /** What a connection of the user is to be pushed of what is unread. */
  public OwedCounts owedTo(String user) {
    return new OwedCounts(user, all, journal);
  }

  /** Compares what users are answered. */
  public OwnAnswers answers() {
    return answers;
  }

  /** Somebody asks. */
  public void asks(PersonalRequest request) {
    asked.computeIfAbsent(request.by(), id -> new HashSet<>()).add(request);
  }

  /** What the user asked. */
  public Set<PersonalRequest> askedBy(String user) {
    return asked.getOrDefault(user, Set.of());
  }

  /** These are stored together; of marks of what was read it is known that they follow. */
  public void stored(List<PersonalState> states, long tick) {
    if (states.isEmpty()) {
      return;
    }
    String id = states.get(0).conversation().value();
    String user = states.get(0).user().value();
    RecordedConversation there = conversations.apply(id);
    State before = there.own().now(user);
    State after = there.own().with(states, tick, there.isBlockedSince(tick));
    List<PersonalRequest> requests =
        askedBy(user).stream().filter(asks -> asks.conversation().equals(id)).toList();
    journal.require(
        there.hadSince(user, tick)
            && OwnStates.follows(before, after, there.headAt(tick), requests),
        () -> user + " has in " + id + " what does not follow from a request: " + states + before);
    there.own().put(user, after);
  }

  /** It is recorded who blocks whom, perhaps once more. */
  public void stored(BlockChange change, long tick) {
    String user = change.user().value();
    String other = change.blocked().value();
    boolean isAsked =
        askedBy(user).stream()
            .anyMatch(
                asks ->
                    asks instanceof Block block
                        && block.user().equals(other)
                        && block.holds() == change.holds());
    journal.require(isAsked, () -> "a block that does not follow: " + change);
    if (blocks.blocks(user, other) != change.holds()) {
      blocks.put(user, other, change.holds(), tick);
    }
  }

  /** A direct conversation is stored that was one before: its note changes as the rules say. */
  public void requireNoted(Conversation before, Conversation after) {
    boolean isNote = after.accessVersion() != before.accessVersion();
    journal.require(
        isNote
            ? after.accessVersion() == before.accessVersion() + 1
                && after.isBlocked() == areApart(after)
                && after.position().equals(before.position())
            : after.isBlocked() == before.isBlocked(),
        () -> "blocks are noted by what is recorded: " + before + after);
  }

  /** A direct conversation begins. */
  public void requireBegun(Conversation after, boolean byService) {
    journal.require(
        areApart(after) ? byService && after.isBlocked() : !after.isBlocked(),
        () -> "begins between users of whom one blocks the other: " + after);
  }

  /** Whether one of the two blocks the other by what is recorded. */
  private boolean areApart(Conversation direct) {
    List<String> two = direct.participants().asSet().stream().map(UserId::value).toList();
    return blocks.areApart(two.get(0), two.get(1));
  }

  /** Whether blocks at some time since the tick forbid a user to create that. */
  public boolean mayRefuse(String creator, Kind kind, Set<String> participants, long tick) {
    return participants.stream()
        .anyMatch(
            other ->
                blocks.blocksSince(other, creator, tick)
                    || (kind == Kind.DIRECT && blocks.blocksSince(creator, other, tick)));
  }

  /** A user asks for a block, or for its end; they ask again until that is answered. */
  public Question begins(Block block) {
    asks(block);
    return blocks.begins(block);
  }

  /** It is answered that it is so: it is recorded, and noted everywhere. */
  public void isDone(Question question) {
    Block block = question.block();
    if (blocks.isAlone(question)) {
      journal.require(
          blocks.blocks(block.by(), block.user()) == block.holds(),
          () -> block + " is answered and not recorded");
      Set<String> two = Set.of(block.by(), block.user());
      requireNoted(two, "though it is answered that " + block);
    }
    blocks.isDone(question);
  }

  /**
   * A connection is answered about a block.
   *
   * @param done whether it is so
   */
  public void isAnswered(Block block, boolean done) {
    Question question = blocks.question(block);
    if (question == null) {
      journal.broken("an answer to what nobody asks: " + block);
    } else if (done) {
      isDone(question);
    } else {
      blocks.isRefused(question);
    }
  }

  /** Everything has come to rest. */
  public void rests() {
    requireNoted(null, "at rest");
    blocks.rests();
  }

  /**
   * Each direct conversation has noted what is recorded.
   *
   * @param two of these; null for all
   */
  private void requireNoted(@Nullable Set<String> two, String when) {
    for (RecordedConversation each : all.values()) {
      Conversation now = each.now();
      if (now != null && now.kind() == Kind.DIRECT) {
        Set<String> users = new HashSet<>();
        now.participants().forEach(user -> users.add(user.value()));
        journal.require(
            (two != null && !two.equals(users)) || now.isBlocked() == areApart(now),
            () -> "blocks are not noted " + when + ": " + now);
      }
    }
  }
}
