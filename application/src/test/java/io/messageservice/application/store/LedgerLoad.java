package io.messageservice.application.store;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Batches of messages for the benchmarks of ledgers. Any thread may call. */
public final class LedgerLoad {

  private static final Access ACCESS = new Access(AccessPolicy.OPEN, 10_000);
  private static final String TEXT =
      "What a message says, at the length of most: a sentence or two, some 100 characters long.";

  private final AtomicLong sent = new AtomicLong();

  /** How many messages were made so far. */
  public long sent() {
    return sent.get();
  }

  /**
   * The next messages, to so many conversations in turn.
   *
   * @param named whether each has a client's message id
   */
  public List<Decider<String>> batch(int size, int conversations, boolean named) {
    return Stream.generate(() -> message(conversations, named)).limit(size).toList();
  }

  private Decider<String> message(int conversations, boolean named) {
    long number = sent.getAndIncrement();
    ConversationId where = new ConversationId("conversation-" + number % conversations);
    UserId who = new UserId("user-" + number % 10);
    Optional<ClientMessageId> key =
        named ? Optional.of(new ClientMessageId("key-" + number)) : Optional.empty();
    return records -> {
      Admission.Granted in =
          (Admission.Granted) ACCESS.enter(records.conversation(where), where, who, user -> false);
      if (key.isPresent() && records.sent(where, who, key.get()).isPresent()) {
        throw new IllegalStateException("sent before");
      }
      Conversation before = in.conversation();
      Draft draft = new Draft(in.voice(), MessageContent.of(TEXT), key);
      NewMessage said = NewMessage.in(before, draft, Instant.now());
      return Decision.sent("said", before.after(said.seq(), said.createdAt()), said);
    };
  }
}
