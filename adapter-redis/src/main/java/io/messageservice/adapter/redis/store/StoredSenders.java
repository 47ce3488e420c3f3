package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisAnswers.list;
import static io.messageservice.adapter.redis.RedisAnswers.number;
import static io.messageservice.adapter.redis.RedisAnswers.text;

import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.receipt.ReadMark;
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

  /**
   * Messages in a row that one user sent.
   *
   * @param from the position of the first
   * @param to the position of the last
   * @param era in which all of them were sent
   */
  record Run(String sender, int era, long from, long to) {

    /** Whether they are of the system, or deleted where only those are asked for that are left. */
    boolean isOfNobody() {
      return sender.isEmpty();
    }
  }

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
    long head = Core.parse(text(parts.get(0))).head();
    long readUpTo = StoreAnswers.readUpTo(parts.get(1));
    Source source = new Source(reads, id, (Long) parts.get(3));
    int unread = known.unread(id, head, reader, readUpTo, source);
    return new ReadState(readUpTo, unread, readers(id, list(parts.get(2))));
  }

  private static List<ReadMark> readers(ConversationId id, List<?> marks) {
    List<ReadMark> readers = new ArrayList<>();
    for (int i = 0; i < marks.size(); i += 2) {
      UserId reader = new UserId(text(marks.get(i)));
      readers.add(new ReadMark(id, reader, StoreAnswers.readUpTo(marks.get(i + 1))));
    }
    return readers;
  }

  /** Reads of one conversation, where it is known what the reader has not read and is deleted. */
  private record Source(Reads reads, ConversationId id, long deleted)
      implements KnownSenders.Source<RuntimeException> {

    @Override
    public SenderRuns read(long from, long to) {
      SenderRuns.Collector runs = new SenderRuns.Collector(from);
      long end = from - 1;
      for (Run run : parse(from, reads.ask(Question.senders(id, from, to)))) {
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

  /** Whether it is a direct conversation in which both have written. */
  boolean isMutual(StoredConversation conversation) {
    return !mutual(List.of(conversation)).isEmpty();
  }

  /**
   * Those of them that are direct and in which both have written. A conversation is read from its
   * first message on until somebody else has written.
   */
  Set<ConversationId> mutual(Collection<StoredConversation> conversations) {
    Set<ConversationId> mutual = new HashSet<>();
    Map<ConversationId, Long> heads = new HashMap<>();
    for (StoredConversation stored : conversations) {
      if (stored.core().kind() == Kind.DIRECT) {
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
