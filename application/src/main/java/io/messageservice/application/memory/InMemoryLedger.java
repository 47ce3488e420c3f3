package io.messageservice.application.memory;

import io.messageservice.application.port.out.Ledger;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The write side in memory. */
final class InMemoryLedger implements Ledger {

  private final Tables tables;
  private final RandomNames names;
  private final String node;
  private final Predicate<String> others;
  private final Records records = new TableRecords();

  /**
   * The write side as one node has it.
   *
   * @param lives whether a node, by its name, still does
   */
  InMemoryLedger(Tables tables, RandomNames names, String node, Predicate<String> lives) {
    this.tables = tables;
    this.names = names;
    this.node = node;
    this.others = other -> !other.equals(node) && lives.test(other);
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    synchronized (tables) {
      for (Decider<?> command : batch) {
        outcomes.add(carryOut(command));
      }
    }
    return List.copyOf(outcomes);
  }

  private Outcome carryOut(Decider<?> command) {
    try {
      Decision<?> decision = command.decide(records);
      if (decision instanceof Decision.Refused<?> refused) {
        return new Outcome.Refused(refused.refusal());
      }
      if (decision instanceof Decision.Forgotten<?> forgotten) {
        requireSilent(forgotten.conversation());
        tables.forget(forgotten.conversation());
        return new Outcome.Done(forgotten.result(), Optional.empty());
      }
      Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
      requireSound(accepted);
      return new Outcome.Done(accepted.result(), write(accepted));
    } catch (RuntimeException e) {
      return new Outcome.Failed(e);
    }
  }

  private Optional<Message> write(Decision.Accepted<?> accepted) {
    accepted.conversation().ifPresent(tables::put);
    Optional<Message> message =
        accepted.message().map(said -> said.under(new MessageId(names.next())));
    message.ifPresent(tables::append);
    accepted.mark().ifPresent(tables::put);
    accepted.seat().ifPresent(seat -> tables.seats().put(seat, node));
    return message;
  }

  /** A decision that does not fit what is recorded is refused before anything is written. */
  private void requireSound(Decision.Accepted<?> accepted) {
    Optional<NewMessage> said = accepted.message();
    accepted.conversation().ifPresent(decided -> requireNext(decided, said.isPresent()));
    said.ifPresent(message -> requireNew(message, accepted.conversation()));
    accepted
        .mark()
        .ifPresent(mark -> require(exists(mark.conversation(), accepted), "a mark on nothing"));
  }

  private void requireNext(Conversation decided, boolean said) {
    long head = tables.conversation(decided.id()).map(Conversation::head).orElse(0L);
    require(decided.head() == (said ? head + 1 : head), "a number that is not the next");
  }

  private void requireNew(NewMessage message, Optional<Conversation> decided) {
    ConversationId conversation = message.draft().voice().conversation();
    require(
        decided.isPresent()
            && decided.get().head() == message.seq()
            && decided.get().id().equals(conversation),
        "a message elsewhere");
    UserId sender = message.draft().voice().speaker();
    Optional<ClientMessageId> key = message.draft().key();
    require(
        key.isEmpty() || tables.sent(conversation, sender, key.get()).isEmpty(),
        "a name that was used before");
  }

  private void requireSilent(ConversationId id) {
    require(
        tables.conversation(id).filter(Conversation::isSilent).isPresent(),
        "to forget what is not there or what was said");
  }

  private boolean exists(ConversationId id, Decision.Accepted<?> accepted) {
    return tables.conversation(id).isPresent()
        || accepted.conversation().map(Conversation::id).equals(Optional.of(id));
  }

  private static void require(boolean sound, String otherwise) {
    if (!sound) {
      throw new IllegalStateException("decided: " + otherwise);
    }
  }

  /** What a decider gets to see: the tables as the commands before it left them. */
  private final class TableRecords implements Records {

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
      return tables.conversation(id);
    }

    @Override
    public Optional<Message> message(MessageId id) {
      return tables.message(id);
    }

    @Override
    public Optional<Message> sent(ConversationId conversation, UserId sender, ClientMessageId key) {
      return tables.sent(conversation, sender, key);
    }

    @Override
    public long readUpTo(ConversationId conversation, UserId reader) {
      return tables.readUpTo(conversation, reader);
    }

    @Override
    public boolean isSeatedElsewhere(ConversationId room, UserId user) {
      return tables.seats().isSeated(room, user, others);
    }

    @Override
    public boolean isAttendedElsewhere(ConversationId room) {
      return tables.seats().isAttended(room, others);
    }

    @Override
    public Others saidByOthers(
        ConversationId conversation, UserId reader, long afterSeq, long upToSeq, int newest) {
      List<Message> said = tables.messages(conversation);
      int from = (int) Math.min(said.size(), Math.max(0, afterSeq));
      int to = (int) Math.max(from, Math.min(said.size(), upToSeq));
      List<Line> lines =
          said.subList(from, to).stream()
              .filter(message -> !message.sender().equals(reader))
              .map(message -> new Line(message.id(), message.seq(), message.sender()))
              .toList();
      return new Others(
          lines.size(), lines.subList(Math.max(0, lines.size() - newest), lines.size()));
    }
  }
}
