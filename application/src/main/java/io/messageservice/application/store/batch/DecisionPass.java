package io.messageservice.application.store.batch;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Others;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.store.DecisionCheck;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.decision.UserNote;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Has the commands of a batch decided in turn, each by what is known and what those before it
 * decided. What they want written is noted in the {@link PendingConversation} of its conversation,
 * and so is whatever they saw there, for stores that compare it when they write. Only the lane may
 * call.
 *
 * @param <P> a conversation as the batch makes it
 */
public final class DecisionPass<P extends PendingConversation> {

  private final KnownRecords reads;
  private final Function<ConversationId, P> beginning;
  private final BatchView view = new BatchView();
  private final DecisionCheck check = new DecisionCheck(view);
  private final Map<ConversationId, P> pending = new LinkedHashMap<>();

  private final PendingBlocks blocks;

  /** What is to be noted of users. */
  private final List<UserNote> notes = new ArrayList<>();

  /** The messages that were sent or changed, as they are now. */
  private final Map<MessageId, Message> written = new HashMap<>();

  /** The conversations that the present command looked at. */
  private Set<ConversationId> looked = Set.of();

  /**
   * Before the first command.
   *
   * @param beginning gives a conversation as it was before the batch; may end by {@link
   *     KnownRecords.Missed}
   */
  public DecisionPass(KnownRecords reads, Function<ConversationId, P> beginning) {
    this.reads = reads;
    this.beginning = beginning;
    this.blocks = new PendingBlocks(reads);
  }

  /** All conversations that were looked at. */
  public Collection<P> all() {
    return pending.values();
  }

  /** Blocks that are to be written. */
  public List<BlockChange> blocks() {
    return blocks.changes();
  }

  /** What is to be noted of users. */
  public List<UserNote> notes() {
    return notes;
  }

  /** Blocks that hold, though there is nothing to write. */
  public List<BlockChange> confirmedBlocks() {
    return blocks.confirmed();
  }

  /**
   * What became of a command, if what it saw is still so.
   *
   * @param by the conversations whose change makes it void: those that it writes, or all that it
   *     looked at
   * @param isOfUser whether it is void where a partition is not the one that it was taken for
   */
  public record Decided(Outcome outcome, Set<ConversationId> by, boolean isOfUser) {

    /** Of conversations alone. */
    public Decided(Outcome outcome, Set<ConversationId> by) {
      this(outcome, by, false);
    }
  }

  /** Has the command decided and notes what it wants written. */
  public Decided carryOut(Decider<?> command) {
    looked = new HashSet<>(2);
    try {
      Decision<?> decision = command.decide(view);
      if (decision instanceof Decision.Refused<?> refused) {
        return decided(new Outcome.Refused(refused.refusal()));
      }
      if (decision instanceof Decision.Forgotten<?> forgotten) {
        return forget(forgotten);
      }
      if (decision instanceof Decision.BlockChanged<?> blocking) {
        return block(blocking);
      }
      if (decision instanceof Decision.UserNoted<?> noted) {
        notes.add(noted.note());
        return ofUser(noted.result());
      }
      Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
      Set<ConversationId> homes = requireSound(accepted);
      homes.forEach(id -> pending(id).events.begin(command.trace()));
      Outcome outcome = new Outcome.Done(accepted.result(), write(accepted));
      return homes.isEmpty() ? decided(outcome) : new Decided(outcome, homes);
    } catch (KnownRecords.Missed e) {
      return new Decided(new Outcome.Failed(e), Set.of()); // decided again when it was read
    } catch (RuntimeException e) {
      return decided(new Outcome.Failed(e));
    }
  }

  private Decided decided(Outcome outcome) {
    return new Decided(outcome, looked);
  }

  private Decided forget(Decision.Forgotten<?> forgotten) {
    check.require(forgotten);
    PendingConversation in = pending(forgotten.conversation());
    in.forget();
    return new Decided(new Outcome.Done(forgotten.result(), Optional.empty()), Set.of(in.id()));
  }

  private Decided block(Decision.BlockChanged<?> blocking) {
    check.require(blocking);
    blocks.note(blocking.change());
    return ofUser(blocking.result());
  }

  private Decided ofUser(Object result) {
    return new Decided(new Outcome.Done(result, Optional.empty()), looked, true);
  }

  private Optional<Message> write(Decision.Accepted<?> accepted) {
    accepted.conversation().ifPresent(decided -> pending(decided.id()).become(decided));
    Optional<Message> message = accepted.message().map(this::append);
    accepted.change().ifPresent(this::put);
    accepted.personal().forEach(this::put);
    accepted.ban().ifPresent(ban -> put(accepted.conversation().orElseThrow().id(), ban));
    accepted.seats().forEach(this::put);
    return message;
  }

  private Message append(NewMessage next) {
    ConversationId id = next.draft().voice().conversation();
    PendingConversation in = pending(id);
    Message message = next.under(in.nextId(next.seq()));
    in.append(message);
    in.events.trace(new MessagesAppended(next.seq() - 1, next.seq()));
    written.put(message.id(), message);
    return message;
  }

  private void put(StoredChange change) {
    PendingConversation in = pending(change.after().conversation());
    Message before = before(change);
    if (!written.containsKey(before.id())) {
      in.revsSeen.put(before.seq(), before.rev());
    }
    if (change instanceof ReactionChange reaction) {
      in.react(reaction, before.reactions());
    } else {
      in.change((MessageChange) change, before);
    }
    written.put(before.id(), change.after());
  }

  /** The message that changes, as it is now. */
  private Message before(StoredChange change) {
    Message after = change.after();
    return view.message(after.id())
        .filter(found -> found.seq() == after.seq())
        .filter(found -> found.conversation().equals(after.conversation()))
        .orElseThrow(() -> new IllegalStateException("decided: a change of no message"));
  }

  private void put(PersonalState state) {
    PendingConversation in = pending(state.conversation());
    if (state instanceof ReadMark mark) {
      in.marks.put(mark.user(), mark.readUpTo());
      in.events.trace(new MessagesRead(mark.user(), mark.readUpTo()));
    } else if (state instanceof DeliveredMark mark) {
      in.delivered.put(mark.user(), mark.deliveredUpTo());
      in.events.trace(new MessagesDelivered(mark.user(), mark.deliveredUpTo()));
    } else {
      OwnPreferences own = (OwnPreferences) state;
      in.preferences.put(own.user(), own.preferences());
    }
  }

  private void put(ConversationId conversation, Ban ban) {
    pending(conversation).bans.put(ban.user(), ban.until());
  }

  /** Users who do not take part have no seat. */
  private void put(NodeOccupancy seat) {
    PendingConversation in = pending(seat.room());
    if (in.now().filter(room -> room.has(seat.user())).isPresent()) {
      in.seats.put(seat.user(), seat);
    }
  }

  /**
   * Refuses a decision that does not fit what is recorded before anything is noted.
   *
   * @return the conversations that it writes: one, or those of its seats where it has nothing else,
   *     since these may be written again where another of them changed
   */
  private Set<ConversationId> requireSound(Decision.Accepted<?> accepted) {
    Set<ConversationId> homes = homes(accepted);
    boolean hasOnlySeats = homes.isEmpty();
    accepted.seats().forEach(seat -> homes.add(seat.room()));
    if (homes.size() > 1 && !hasOnlySeats) {
      throw new IllegalStateException("decided: something in several conversations");
    }
    check.require(accepted);
    accepted.message().ifPresent(check::requireUnusedName);
    accepted.change().ifPresent(this::before);
    homes.forEach(this::pending);
    return homes;
  }

  /** Those in which it writes more than seats. */
  private static Set<ConversationId> homes(Decision.Accepted<?> accepted) {
    Set<ConversationId> homes = new HashSet<>();
    accepted.conversation().ifPresent(decided -> homes.add(decided.id()));
    accepted.message().ifPresent(message -> homes.add(message.draft().voice().conversation()));
    accepted.change().ifPresent(change -> homes.add(change.after().conversation()));
    accepted.personal().forEach(state -> homes.add(state.conversation()));
    return homes;
  }

  /** The conversation as the batch makes it. */
  private P pending(ConversationId id) {
    looked.add(id);
    P found = pending.get(id);
    if (found == null) {
      found = beginning.apply(id);
      pending.put(id, found);
    }
    return found;
  }

  /** What a decider gets to see: what is known, as the commands before it left it. */
  private final class BatchView implements Records {

    @Override
    public void ahead(Collection<ConversationId> ids) {
      reads.ahead(ids);
    }

    @Override
    public Optional<Conversation> conversation(ConversationId id) {
      return pending(id).now();
    }

    @Override
    public Optional<Message> message(MessageId id) {
      Message now = written.get(id);
      return now == null ? reads.message(id) : Optional.of(counted(now));
    }

    /** With the reactions that it has by now. */
    private Message counted(Message message) {
      ConversationId in = message.conversation();
      return pending(in)
          .counted(message, (reaction, n) -> reads.firstWho(in, message.seq(), reaction, n));
    }

    private FirstSent counted(FirstSent sent) {
      return new FirstSent(counted(sent.message()), sent.isFirstContent());
    }

    @Override
    public ReactionState reaction(
        ConversationId conversation, long seq, Reaction reaction, UserId user) {
      PendingConversation in = pending(conversation);
      return in.state(seq, reaction, user, reads.reaction(conversation, seq, reaction, user));
    }

    @Override
    public Optional<FirstSent> sent(
        ConversationId conversation, UserId sender, ClientMessageId key) {
      PendingConversation in = pending(conversation);
      String name = PendingConversation.name(sender, key);
      Optional<FirstSent> now = in.named(name);
      if (now.isPresent() || in.isNew()) {
        return now.map(this::counted);
      }
      Optional<FirstSent> before = reads.sent(conversation, sender, key);
      if (before.isEmpty()) {
        in.unused.add(name);
      }
      return before.map(in::asChanged).map(this::counted);
    }

    @Override
    public void ahead(ConversationId conversation, Collection<UserId> users) {
      if (pending(conversation).before().filter(in -> in.details().bans() > 0).isPresent()) {
        reads.ahead(conversation, users);
      }
    }

    /** Nothing is read where there are no bans: how many there are is known of the conversation. */
    @Override
    public Optional<Ban> ban(ConversationId conversation, UserId user) {
      PendingConversation in = pending(conversation);
      Instant now = in.bans.get(user);
      if (now != null) {
        return Optional.of(new Ban(user, now)).filter(ban -> !now.equals(Ban.LIFTED));
      }
      if (in.before().filter(before -> before.details().bans() > 0).isEmpty()) {
        return Optional.empty();
      }
      Optional<Instant> until = reads.ban(conversation, user);
      in.bansSeen.put(user, until);
      return until.map(end -> new Ban(user, end));
    }

    @Override
    public long readUpTo(ConversationId conversation, UserId reader) {
      return personal(conversation, reader).readUpTo();
    }

    @Override
    public long deliveredUpTo(ConversationId conversation, UserId user) {
      return personal(conversation, user).deliveredUpTo();
    }

    @Override
    public Preferences preferences(ConversationId conversation, UserId user) {
      return personal(conversation, user).preferences();
    }

    private Personal personal(ConversationId conversation, UserId user) {
      PendingConversation in = pending(conversation);
      if (in.isNew()) {
        return in.personal(user, Personal.NOTHING);
      }
      Personal before = reads.personal(conversation, user);
      in.personalSeen.put(user, before);
      return in.personal(user, before);
    }

    @Override
    public void ahead(Collection<UserId> users, UserId other) {
      reads.ahead(users, other);
    }

    /** Nothing is compared: whoever goes by it looks again once it is written. */
    @Override
    public boolean blocks(UserId user, UserId other) {
      return blocks.holds(user, other);
    }

    @Override
    public int blockCount(UserId user) {
      return blocks.count(user);
    }

    @Override
    public Others sentByOthers(
        ConversationId conversation, UserId reader, long afterSeq, long upToSeq, int newest) {
      PendingConversation in = pending(conversation);
      long head = in.now().map(Conversation::head).orElse(0L);
      long stored = in.before().map(Conversation::head).orElse(0L);
      long from = Math.min(head, Math.max(0, afterSeq)) + 1;
      long to = Math.min(head, upToSeq);
      OthersCount others = new OthersCount(reader, newest, in.deleted());
      reads.count(others::add, conversation, from, Math.min(to, stored));
      for (Message message : in.messages) {
        boolean counts = !message.attributes().isSystem() && !in.isDeleted(message.seq());
        if (message.seq() >= from && message.seq() <= to && counts) {
          others.add(message);
        }
      }
      return others.named(in::idOf);
    }

    @Override
    public Set<String> nodesOf(ConversationId room, UserId user) {
      PendingConversation in = pending(room);
      if (in.isNew() || in.left.contains(user)) {
        return Set.of();
      }
      String nodes = reads.seat(room, user);
      in.seatsSeen.put(user, nodes);
      return names(nodes);
    }

    @Override
    public Set<String> nodesIn(ConversationId room) {
      PendingConversation in = pending(room);
      if (in.isNew()) {
        return Set.of();
      }
      String nodes = reads.seats(room);
      in.allSeatsSeen = nodes;
      return names(nodes);
    }

    private static Set<String> names(String nodes) {
      return nodes.isBlank() ? Set.of() : Set.copyOf(List.of(nodes.trim().split(" +")));
    }
  }
}
