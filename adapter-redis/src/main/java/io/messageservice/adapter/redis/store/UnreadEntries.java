package io.messageservice.adapter.redis.store;

import io.messageservice.application.store.KnownSenders;
import io.messageservice.application.store.SenderRuns;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/** Counts what is unread, by the entries of messages. Any thread that may block may call. */
record UnreadEntries(Reads reads, KnownSenders<ConversationId> known) {

  /** What others said after {@code readUpTo} and up to the head, up to the most counted. */
  int count(ConversationId id, long head, UserId reader, long readUpTo) {
    return known.unread(id, head, reader, readUpTo, (from, to) -> read(id, from, to));
  }

  private SenderRuns read(ConversationId id, long from, long to) {
    SenderRuns.Collector runs = new SenderRuns.Collector(from);
    long end = from - 1;
    for (SenderRun run : SenderRun.parse(from, reads.ask(Question.senders(id, from, to)))) {
      runs.add(run.sender(), run.to() - run.from() + 1);
      end = run.to();
    }
    if (end != to) {
      throw new IllegalStateException("messages are missing before position " + to);
    }
    return runs.runs();
  }
}
