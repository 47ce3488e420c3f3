package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.store.DecisionCheck;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.room.Seat;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Has commands decided in turn, each by what is known and what those before it decided. Only the
 * lane may call.
 */
final class Round {

  private final Knowledge knowledge;
  private final Sight sight;
  private final DecisionCheck check;

  /**
   * Before the first command.
   *
   * @param sight what they see
   */
  Round(Knowledge knowledge, Sight sight) {
    this.knowledge = knowledge;
    this.sight = sight;
    this.check = new DecisionCheck(sight);
  }

  /**
   * What became of a command, if what it saw is still so.
   *
   * @param by the conversations whose change makes it void: the one that it writes, or all that it
   *     looked at
   */
  record Decided(Outcome outcome, Set<ConversationId> by) {}

  /** Has the command decided and notes what it wants written. */
  Decided carryOut(Decider<?> command) {
    sight.begin();
    try {
      Decision<?> decision = command.decide(sight);
      if (decision instanceof Decision.Refused<?> refused) {
        return decided(new Outcome.Refused(refused.refusal()));
      }
      if (decision instanceof Decision.Forgotten<?> forgotten) {
        return forget(forgotten);
      }
      Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
      Set<ConversationId> home = requireSound(accepted);
      Outcome outcome = new Outcome.Done(accepted.result(), write(accepted));
      return home.isEmpty() ? decided(outcome) : new Decided(outcome, home);
    } catch (RuntimeException e) {
      return decided(new Outcome.Failed(e));
    }
  }

  private Decided decided(Outcome outcome) {
    return new Decided(outcome, sight.looked());
  }

  private Decided forget(Decision.Forgotten<?> forgotten) {
    check.require(forgotten);
    Pending pending = sight.pending(forgotten.conversation());
    pending.forget();
    return new Decided(
        new Outcome.Done(forgotten.result(), Optional.empty()), Set.of(pending.id()));
  }

  private Optional<Message> write(Decision.Accepted<?> accepted) {
    accepted.conversation().ifPresent(decided -> sight.pending(decided.id()).become(decided));
    Optional<Message> message = accepted.message().map(this::append);
    accepted.mark().ifPresent(this::put);
    accepted.seat().ifPresent(this::put);
    return message;
  }

  private Message append(NewMessage said) {
    ConversationId id = said.draft().voice().conversation();
    Epoch epoch = knowledge.epoch();
    PlaceIds.Place place = new PlaceIds.Place(said.seq(), epoch.era());
    Pending pending = sight.pending(id);
    Message message = said.under(epoch.ids().of(sight.hash(id), place));
    pending.append(message);
    sight.put(message);
    return message;
  }

  private void put(ReadMark mark) {
    sight.pending(mark.conversation()).marks.put(mark.reader(), mark.readUpTo());
  }

  /** Whoever does not take part has no seat. */
  private void put(Seat seat) {
    Pending pending = sight.pending(seat.room());
    if (pending.now().filter(room -> room.has(seat.user())).isPresent()) {
      pending.seats.put(seat.user(), seat);
    }
  }

  /**
   * Refuses a decision that does not fit what is recorded before anything is noted.
   *
   * @return the conversation that it writes
   */
  private Set<ConversationId> requireSound(Decision.Accepted<?> accepted) {
    Set<ConversationId> home = homes(accepted);
    if (home.size() > 1) {
      throw new IllegalStateException("decided: something in several conversations");
    }
    check.require(accepted);
    accepted.message().ifPresent(check::requireUnusedName);
    home.forEach(sight::pending);
    return home;
  }

  private static Set<ConversationId> homes(Decision.Accepted<?> accepted) {
    Set<ConversationId> homes = new HashSet<>();
    accepted.conversation().ifPresent(decided -> homes.add(decided.id()));
    accepted.message().ifPresent(said -> homes.add(said.draft().voice().conversation()));
    accepted.mark().ifPresent(mark -> homes.add(mark.conversation()));
    accepted.seat().ifPresent(seat -> homes.add(seat.room()));
    return homes;
  }
}
