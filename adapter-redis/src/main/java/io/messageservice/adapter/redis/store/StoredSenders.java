package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisAnswers.list;
import static io.messageservice.adapter.redis.RedisAnswers.number;
import static io.messageservice.adapter.redis.RedisAnswers.text;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.application.store.batch.KnownRecords;
import io.messageservice.application.store.batch.OthersCount.Run;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sent the messages of conversations. It is stored nowhere: it is derived from the messages, so
 * that it holds for stores of every age, and what was found is kept: no message is read twice. Any
 * thread that may block may call.
 */
record StoredSenders(Reads reads, KnownSenders<ConversationId> known) {

  /** The most messages that one {@link Question#senders} is answered for. */
  static final int MAX_MESSAGES = 4_096;

  /** The most conversations that are read at once: Redis is not busy for long. */
  private static final int MAX_TOGETHER = 500;

  /** What {@link Question#senders} asks, from that position on. */
  static List<Run> parse(long from, @Nullable Object answer) {
    List<?> words = list(answer);
    List<Run> runs = new ArrayList<>(words.size() / 3);
    long next = from;
    for (int i = 0; i < words.size(); i += 3) {
      int era = (int) number(words.get(i + 1));
      long end = next + number(words.get(i + 2));
      runs.add(new Run(text(words.get(i)), era, next, end - 1));
      next = end;
    }
    return runs;
  }

  /** What {@link Question#standing} asks, with what is unread by it. */
  ReadState state(ConversationId id, UserId reader, @Nullable Object answer) {
    List<?> parts = list(answer);
    if (parts.isEmpty()) {
      return ReadState.NONE;
    }
    Standing standing = Standing.parse(parts);
    int unread = unread(reader, Map.of(id, standing)).getOrDefault(id, 0);
    List<Reader> readers = list(parts.get(3)).stream().map(each -> reader(list(each))).toList();
    return new ReadState(standing.own.readUpTo(), unread, standing.own.preferences(), readers);
  }

  /** The mark of what was read is kept below zero. */
  private static Reader reader(List<?> marks) {
    UserId user = new UserId(text(marks.get(0)));
    return new Reader(user, -number(marks.get(1)), number(marks.get(2)));
  }

  /**
   * Where a reader stands in a conversation.
   *
   * @param own what they have of it
   * @param deleted how much of what they have not read is deleted and was sent by others
   */
  record Standing(long head, Personal own, long deleted) {

    /** What {@link Question#standing} and {@link Question#unread} ask. */
    static Standing parse(List<?> answer) {
      return new Standing(
          ConversationRecord.parse(text(answer.get(0))).head(),
          PersonalText.parse(answer.get(1)),
          number(answer.get(2)));
    }
  }

  /** What is unread in each, where something is: what is not known is read for many of them. */
  Map<ConversationId, Integer> unread(UserId reader, Map<ConversationId, Standing> standings) {
    Map<ConversationId, Integer> counts = new HashMap<>();
    Map<ConversationId, Standing> some = new HashMap<>();
    standings.forEach(
        (id, standing) -> {
          some.put(id, standing);
          if (some.size() == MAX_TOGETHER) {
            count(reader, some, counts);
          }
        });
    count(reader, some, counts);
    return counts;
  }

  private void count(
      UserId reader, Map<ConversationId, Standing> open, Map<ConversationId, Integer> counts) {
    Map<Question, Object> read = new HashMap<>();
    while (!open.isEmpty()) {
      Set<Question> wanted = new HashSet<>();
      open.entrySet()
          .removeIf(
              each -> {
                Source source = new Source(read, wanted, each.getKey(), each.getValue().deleted);
                return count(reader, each.getValue(), source, counts);
              });
      read.putAll(reads.ask(wanted));
    }
  }

  /** Whether all of it was known. */
  private boolean count(
      UserId reader, Standing standing, Source source, Map<ConversationId, Integer> counts) {
    try {
      int unread = known.unread(source.id, standing.head, reader, standing.own.readUpTo(), source);
      if (unread > 0) {
        counts.put(source.id, unread);
      }
      return true;
    } catch (KnownRecords.Missed e) {
      return false;
    }
  }

  /**
   * What was read of one conversation; what is missing is wanted, and breaks the count off.
   *
   * @param deleted how much of what the reader has not read is deleted
   */
  private record Source(
      Map<Question, Object> read, Set<Question> wanted, ConversationId id, long deleted)
      implements KnownSenders.Source<RuntimeException> {

    @Override
    public SenderRuns read(long from, long to) {
      Question question = Question.senders(id, from, to);
      if (!read.containsKey(question)) {
        wanted.add(question);
        throw new KnownRecords.Missed();
      }
      SenderRuns.Collector runs = new SenderRuns.Collector(from);
      long end = from - 1;
      for (Run run : parse(from, read.get(question))) {
        runs.add(run.sender(), run.to() - run.from() + 1);
        end = run.to();
      }
      if (end != to) {
        throw new IllegalStateException("messages are missing before position " + to);
      }
      return runs.runs();
    }

    @Override
    public long deletedOfOthers(UserId reader, long from, long to) {
      return deleted;
    }
  }

  /**
   * Whether it is a direct conversation in which both have written, and neither blocks the other.
   */
  boolean isMutual(StoredConversation conversation) {
    return !mutual(List.of(conversation)).isEmpty();
  }

  /**
   * Those of them that are direct, not blocked, and in which both have written. A conversation is
   * read from its first message on until somebody else has written.
   */
  Set<ConversationId> mutual(Collection<StoredConversation> conversations) {
    Set<ConversationId> mutual = new HashSet<>();
    Map<ConversationId, Long> heads = new HashMap<>();
    for (StoredConversation stored : conversations) {
      if (stored.core().kind() == Kind.DIRECT && !stored.conversation().isBlocked()) {
        heads.put(stored.conversation().id(), stored.core().head());
      }
    }
    while (!heads.isEmpty()) {
      heads.entrySet().removeIf(each -> isSettled(each.getKey(), each.getValue(), mutual));
      readOn(heads.keySet());
    }
    return mutual;
  }

  private boolean isSettled(ConversationId id, long head, Set<ConversationId> mutual) {
    long sole = known.soleUpTo(id);
    if (sole == KnownSenders.SEVERAL) {
      mutual.add(id);
    }
    return head <= Math.max(1, sole);
  }

  /** A step further in each of them, so that no script runs for long. */
  private void readOn(Set<ConversationId> ids) {
    Map<ConversationId, Question> questions = new HashMap<>();
    ids.forEach(id -> questions.put(id, Question.sole(id, known.soleUpTo(id))));
    Map<Question, Object> given = reads.ask(questions.values());
    questions.forEach((id, question) -> note(id, question, given.get(question)));
  }

  /**
   * Notes the answer.
   *
   * @param answer up to where one alone has written, negative where somebody else has
   */
  private void note(ConversationId id, Question asked, @Nullable Object answer) {
    long from = Long.parseLong(asked.a());
    long upTo = answer == null ? from : (Long) answer;
    if (upTo == from) {
      throw new IllegalStateException("messages are missing after position " + upTo);
    }
    known.putSole(id, upTo < 0 ? KnownSenders.SEVERAL : upTo);
  }
}
