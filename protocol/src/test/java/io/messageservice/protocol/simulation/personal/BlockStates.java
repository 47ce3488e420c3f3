package io.messageservice.protocol.simulation.personal;

import io.messageservice.protocol.simulation.personal.PersonalRequest.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who blocked whom by what is recorded, since when (ticks count what was stored), and what is asked
 * of that.
 */
public final class BlockStates {

  private static final long EVER = Long.MAX_VALUE;

  /** Of each two, in that order. */
  private final Map<String, List<Span>> spans = new TreeMap<>();

  private final List<Question> questions = new ArrayList<>();
  private final Map<String, Question> unsettled = new LinkedHashMap<>();
  private long turn;

  /** From a tick to before another. */
  private record Span(long from, long to) {}

  /** Something that was asked. */
  public static final class Question {
    private final Block block;
    private final long begun;
    private @Nullable Long ended;
    private boolean done;

    private Question(Block block, long begun) {
      this.block = block;
      this.begun = begun;
    }

    /** What was asked. */
    public Block block() {
      return block;
    }

    private String key() {
      return BlockStates.key(block.by(), block.user());
    }

    private boolean isAbout(Block other) {
      return Set.of(block.by(), block.user()).equals(Set.of(other.by(), other.user()));
    }

    private boolean isOrWasSince(long since) {
      Long end = ended;
      return end == null || end > since;
    }
  }

  private static String key(String user, String other) {
    return user + ">" + other;
  }

  private List<Span> of(String user, String other) {
    return spans.getOrDefault(key(user, other), List.of());
  }

  /** Records it. */
  public void put(String user, String other, boolean holds, long tick) {
    List<Span> all = spans.computeIfAbsent(key(user, other), id -> new ArrayList<>());
    if (holds) {
      all.add(new Span(tick, EVER));
    } else {
      all.set(all.size() - 1, new Span(all.get(all.size() - 1).from(), tick));
    }
  }

  /** Whether the user blocks the other. */
  public boolean blocks(String user, String other) {
    return blocksSince(user, other, EVER - 1);
  }

  /** Whether the user blocked the other at some time since the tick. */
  public boolean blocksSince(String user, String other, long tick) {
    return of(user, other).stream().anyMatch(span -> span.to() > tick);
  }

  /** Whether one of the two blocks the other. */
  public boolean areApart(String one, String other) {
    return areApartSince(one, other, EVER - 1);
  }

  /** Whether one of the two blocked the other at some time since the tick. */
  public boolean areApartSince(String one, String other, long tick) {
    return blocksSince(one, other, tick) || blocksSince(other, one, tick);
  }

  /** Whether the same one of the two blocked the other all the time since the tick. */
  public boolean areApartAlwaysSince(String one, String other, long tick) {
    return hasAlways(of(one, other), tick) || hasAlways(of(other, one), tick);
  }

  private static boolean hasAlways(List<Span> all, long tick) {
    return all.stream().anyMatch(span -> span.from() <= tick && span.to() == EVER);
  }

  /** Somebody asks; they ask again until they are answered. */
  public Question begins(Block block) {
    Question question = new Question(block, turn++);
    questions.add(question);
    unsettled.put(question.key(), question);
    return question;
  }

  /**
   * It is answered that it is so. What the same user asked of the other before, and was carried out
   * after that, may have failed, however: they ask that again.
   */
  public void isDone(Question question) {
    question.done = true;
    isRefused(question);
    Question last = unsettled.get(question.key());
    if (last != null && last.begun <= question.begun) {
      unsettled.remove(question.key());
      questions.stream()
          .filter(other -> other.key().equals(question.key()))
          .filter(other -> !other.done && other.isOrWasSince(question.begun))
          .forEach(other -> unsettled.put(other.key(), other));
    }
  }

  /** It is answered that it may or may not be so. */
  public void isRefused(Question question) {
    question.ended = turn++;
  }

  /** The question of a connection that it asked first of those that are not answered. */
  public @Nullable Question question(Block block) {
    return questions.stream()
        .filter(question -> question.ended == null && question.block.equals(block))
        .findFirst()
        .orElse(null);
  }

  /** Whether no other question about the two is under way, or was since it was asked. */
  public boolean isAlone(Question question) {
    return questions.stream()
        .noneMatch(
            other ->
                other != question
                    && other.isAbout(question.block)
                    && other.isOrWasSince(question.begun));
  }

  /** What is to be asked again, where nothing is under way any more: who asked may be gone. */
  public List<Block> unsettled() {
    questions.stream().filter(question -> question.ended == null).forEach(this::isRefused);
    return unsettled.values().stream().map(Question::block).toList();
  }

  /** Nothing is under way any more. */
  public void rests() {
    questions.clear();
  }
}
