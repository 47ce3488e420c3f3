package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.List;

/**
 * Counts what is unread. Everybody who joins a conversation asks for its newest messages, so who
 * said them is kept: the first to ask reads up to a few thousand entries, the others only what came
 * since. Any thread that may block may call.
 */
final class Unread {

  /** The fewest entries that are read at once. */
  private static final int MIN_STEP = 64;

  private static final int MAX_STEP = Stretch.MAX_MESSAGES;

  private final Reads reads;
  private final KnownSpeakers known;

  Unread(Reads reads, KnownSpeakers known) {
    this.reads = reads;
    this.known = known;
  }

  /** What others said after {@code readUpTo} and up to the head, up to the most counted. */
  int count(ConversationId id, long head, UserId reader, long readUpTo) {
    if (readUpTo >= head) {
      return 0;
    }
    Speakers speakers = upTo(id, head);
    int count = speakers.others(reader.value(), readUpTo);
    while (count < History.MAX_UNREAD && speakers.from() > readUpTo + 1) {
      Speakers longer = longer(id, speakers);
      if (longer.from() == speakers.from()) {
        break; // more than are kept
      }
      speakers = longer;
      count = speakers.others(reader.value(), readUpTo);
    }
    known.put(id, speakers);
    return count;
  }

  /** What is known of the messages up to the head, none of those that came after it. */
  private Speakers upTo(ConversationId id, long head) {
    Speakers found = known.find(id);
    if (found == null || head - found.to() > MAX_STEP) {
      return Speakers.unknown(head);
    }
    if (found.to() >= head) {
      return found.upTo(head);
    }
    Speakers upToHead = found.then(read(id, found.to() + 1, head), head);
    known.put(id, upToHead);
    return upToHead;
  }

  private Speakers longer(ConversationId id, Speakers speakers) {
    long has = speakers.to() - speakers.from() + 1;
    long step = Math.min(MAX_STEP, Math.max(MIN_STEP, has));
    long end = speakers.from() - 1;
    return speakers.after(read(id, Math.max(1, end - step + 1), end));
  }

  private List<Stretch> read(ConversationId id, long from, long to) {
    List<Stretch> stretches = Stretch.parse(from, reads.ask(Question.senders(id, from, to)));
    if (stretches.isEmpty() || stretches.get(stretches.size() - 1).to() != to) {
      throw new IllegalStateException("messages are missing before position " + to);
    }
    return stretches;
  }
}
