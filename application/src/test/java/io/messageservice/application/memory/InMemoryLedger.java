package io.messageservice.application.memory;

import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.store.DecisionCheck;
import io.messageservice.application.store.RandomNames;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The write side in memory. */
final class InMemoryLedger implements Ledger {

  private final Tables tables;
  private final RandomGenerator random;
  private final String node;
  private final Records records = new TableRecords();
  private final DecisionCheck check = new DecisionCheck(records);

  /** The write side as one node has it. */
  InMemoryLedger(Tables tables, RandomGenerator random, String node) {
    this.tables = tables;
    this.random = random;
    this.node = node;
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    synchronized (tables) {
      for (Decider<?> command : batch) {
        int before = tables.log().size();
        outcomes.add(carryOut(command));
        tables
            .log()
            .subList(before, tables.log().size())
            .replaceAll(change -> change.by(command.trace()));
      }
    }
    return List.copyOf(outcomes);
  }

  private Outcome carryOut(Decider<?> command) {
    tables.changes().next();
    try {
      Decision<?> decision = command.decide(records);
      if (decision instanceof Decision.Refused<?> refused) {
        return new Outcome.Refused(refused.refusal());
      }
      check.require(decision);
      if (decision instanceof Decision.Forgotten<?> forgotten) {
        tables.forget(forgotten.conversation());
        return new Outcome.Done(forgotten.result(), Optional.empty());
      }
      if (decision instanceof Decision.BlockChanged<?> blocking) {
        tables.blocks().put(blocking.change());
        return new Outcome.Done(blocking.result(), Optional.empty());
      }
      if (decision instanceof Decision.UserNoted<?> noted) {
        tables.log().add(TableChange.of(noted.note()));
        return new Outcome.Done(noted.result(), Optional.empty());
      }
      Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
      accepted.message().ifPresent(check::requireUnusedName);
      return new Outcome.Done(accepted.result(), write(accepted));
    } catch (RuntimeException e) {
      return new Outcome.Failed(e);
    }
  }

  private Optional<Message> write(Decision.Accepted<?> accepted) {
    accepted.conversation().ifPresent(next -> tables.put(next, accepted.change()));
    Optional<Message> message =
        accepted.message().map(said -> said.under(new MessageId(RandomNames.next(random))));
    message.ifPresent(tables::append);
    accepted.personal().forEach(tables::put);
    accepted.ban().ifPresent(ban -> tables.put(accepted.conversation().orElseThrow().id(), ban));
    accepted.seats().forEach(seat -> tables.seats().put(seat, node));
    return message;
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
    public Optional<FirstSent> sent(
        ConversationId conversation, UserId sender, ClientMessageId key) {
      return tables.sent(conversation, sender, key);
    }

    @Override
    public ReactionState reaction(
        ConversationId conversation, long seq, Reaction reaction, UserId user) {
      MessageId message = tables.messages(conversation).get((int) seq - 1).id();
      return tables.reactions().state(message, reaction, user);
    }

    @Override
    public Optional<Ban> ban(ConversationId conversation, UserId user) {
      return tables.ban(conversation, user);
    }

    @Override
    public long readUpTo(ConversationId conversation, UserId reader) {
      return tables.readUpTo(conversation, reader);
    }

    @Override
    public long deliveredUpTo(ConversationId conversation, UserId user) {
      return tables.personal().deliveredUpTo(conversation, user);
    }

    @Override
    public Preferences preferences(ConversationId conversation, UserId user) {
      return tables.personal().preferences(conversation, user);
    }

    @Override
    public boolean blocks(UserId user, UserId other) {
      return tables.blocks().blocks(user, other);
    }

    @Override
    public int blockCount(UserId user) {
      return tables.blocks().count(user);
    }

    @Override
    public Set<String> nodesOf(ConversationId room, UserId user) {
      return tables.seats().nodesOf(room, user);
    }

    @Override
    public Set<String> nodesIn(ConversationId room) {
      return tables.seats().nodesIn(room);
    }

    @Override
    public Others sentByOthers(
        ConversationId conversation, UserId reader, long afterSeq, long upToSeq, int newest) {
      List<Message> said = tables.messages(conversation);
      int from = (int) Math.min(said.size(), Math.max(0, afterSeq));
      int to = (int) Math.max(from, Math.min(said.size(), upToSeq));
      List<Line> lines =
          said.subList(from, to).stream()
              .filter(message -> Tables.isOfOthers(message, reader))
              .map(message -> new Line(message.id(), message.seq(), message.sender()))
              .toList();
      return new Others(
          lines.size(), lines.subList(Math.max(0, lines.size() - newest), lines.size()));
    }
  }
}
