package io.messageservice.adapter.sqlite.store;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.adapter.sqlite.store.ConversationRows.VersionedParticipants;
import io.messageservice.adapter.sqlite.store.ListingRows.Stamp;
import io.messageservice.adapter.sqlite.store.MessageRows.Append;
import io.messageservice.adapter.sqlite.store.Positions.Tail;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.store.DecisionCheck;
import io.messageservice.application.store.LoggedEvents;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a batch, within one transaction. Messages and marks are written as they are
 * decided, conversations once each at the end. Only the lane may call.
 */
final class BatchTransaction implements Ledger.Records {

  private final TableWriter writer;
  private final Cache<ConversationId, Held> cache;
  private final Map<ConversationId, Held> touched = new HashMap<>();
  private final Appends appends;
  private final long now;
  private final DecisionCheck check = new DecisionCheck(this);
  private boolean written;
  private boolean removed;

  BatchTransaction(TableWriter writer, Cache<ConversationId, Held> cache, long nowMillis) {
    this.writer = writer;
    this.appends = new Appends(writer.messages());
    this.cache = cache;
    this.now = nowMillis;
  }

  /** Has the command decided and writes what was decided. */
  Ledger.Outcome carryOut(Ledger.Decider<?> command) throws SQLException {
    Decision<?> decision;
    try {
      decision = command.decide(this);
      check.require(decision);
    } catch (Broken e) {
      throw e.reason();
    } catch (RuntimeException e) {
      return new Ledger.Outcome.Failed(e);
    }
    if (decision instanceof Decision.Accepted<?> accepted) {
      return new Ledger.Outcome.Done(accepted.result(), write(accepted));
    }
    if (decision instanceof Decision.Forgotten<?> forgotten) {
      remove(known(forgotten.conversation()));
      return new Ledger.Outcome.Done(forgotten.result(), Optional.empty());
    }
    if (decision instanceof Decision.BlockChanged<?> blocking) {
      written |= writer.blocks().put(blocking.change());
      return new Ledger.Outcome.Done(blocking.result(), Optional.empty());
    }
    if (decision instanceof Decision.UserNoted<?> noted) {
      written = true;
      writer.changes().log(nextRow(), noted.note());
      return new Ledger.Outcome.Done(noted.result(), Optional.empty());
    }
    return new Ledger.Outcome.Refused(((Decision.Refused<?>) decision).refusal());
  }

  /** Writes all that waits, so that what the tables do not take shows here. */
  void finish() throws SQLException {
    flush();
    for (Held held : touched.values()) {
      if (held.isUnwritten()) {
        finish(held);
      }
    }
  }

  /** Whether the transaction wrote anything. */
  boolean hasWritten() {
    return written;
  }

  /** Whether it took away what a message was before. */
  boolean hasRemoved() {
    return removed;
  }

  /** Keeps what was touched for the batches to come: all of it is now in the tables. */
  void keep(ConcurrentMap<Long, VersionedParticipants> participants) {
    for (Held held : touched.values()) {
      if (held.isChanged()) {
        held.settle();
        participants.put(held.number(), VersionedParticipants.of(held.now()));
      }
      cache.put(held.now().id(), held);
    }
  }

  /** Forgets what was touched, after a rollback. */
  void forget() {
    cache.invalidateAll(touched.keySet());
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    Held held = find(id);
    return held == null ? Optional.empty() : Optional.of(held.now());
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return ask(
        () -> {
          flush();
          return writer.messages().find(id);
        });
  }

  @Override
  public Optional<Ledger.FirstSent> sent(
      ConversationId conversation, UserId sender, ClientMessageId key) {
    Held held = find(conversation);
    if (held == null) {
      return Optional.empty();
    }
    Optional<Message> waiting = appends.sent(held.number(), sender, key);
    return ask(
        () -> {
          Optional<Message> sent =
              waiting.isPresent() ? waiting : writer.messages().sent(held.number(), sender, key);
          return sent.isEmpty() ? Optional.empty() : Optional.of(firstSent(held, sent.get()));
        });
  }

  private Ledger.FirstSent firstSent(Held held, Message message) throws SQLException {
    return new Ledger.FirstSent(
        message,
        message.revision().isChanged()
            ? writer.changed().firstContent(held.number(), message.seq())
            : Optional.empty());
  }

  @Override
  public ReactionState reaction(
      ConversationId conversation, long seq, Reaction reaction, UserId user) {
    return ask(
        conversation,
        new ReactionState(0, 0, false),
        held -> writer.messages().reactions().state(held.number(), seq, reaction, user));
  }

  @Override
  public Optional<Ban> ban(ConversationId conversation, UserId user) {
    return ask(
        conversation,
        Optional.empty(),
        held ->
            held.now().details().bans() == 0
                ? Optional.empty()
                : writer.groups().ban(held.number(), user));
  }

  @Override
  public long readUpTo(ConversationId conversation, UserId reader) {
    return ask(conversation, 0L, held -> writer.personal().readUpTo(held.number(), reader));
  }

  @Override
  public long deliveredUpTo(ConversationId conversation, UserId user) {
    return ask(conversation, 0L, held -> writer.personal().deliveredUpTo(held.number(), user));
  }

  @Override
  public Preferences preferences(ConversationId conversation, UserId user) {
    return ask(
        conversation, Preferences.NONE, held -> writer.personal().preferences(held.number(), user));
  }

  @Override
  public boolean blocks(UserId user, UserId other) {
    return ask(() -> writer.blocks().contains(user, other));
  }

  @Override
  public int blockCount(UserId user) {
    return ask(() -> writer.blocks().count(user));
  }

  @Override
  public Ledger.Others sentByOthers(
      ConversationId conversation, UserId reader, long afterSeq, long upToSeq, int newest) {
    Held held = find(conversation);
    if (held == null || afterSeq >= held.now().head()) {
      return Ledger.Others.NONE;
    }
    long from = Math.max(0, afterSeq) + 1;
    long to = Math.min(held.now().head(), upToSeq);
    return ask(
        () -> {
          flush();
          long[] rows = writer.positions().rows(held.extent(), from, to);
          return writer.messages().sentByOthers(conversation, rows, reader, newest);
        });
  }

  @Override
  public Set<String> nodesOf(ConversationId room, UserId user) {
    return Set.of(); // the file is this node's own
  }

  @Override
  public Set<String> nodesIn(ConversationId room) {
    return Set.of();
  }

  /** Asks the tables about a conversation; where there is none, the answer is the other one. */
  private <T> T ask(ConversationId id, T otherwise, QuestionOfOne<T> question) {
    Held held = find(id);
    return held == null ? otherwise : ask(() -> question.answer(held));
  }

  private static <T> T ask(Question<T> question) {
    try {
      return question.answer();
    } catch (SQLException e) {
      throw new Broken(e);
    }
  }

  private void flush() throws SQLException {
    appends.flush();
  }

  private @Nullable Held find(ConversationId id) {
    return touched.computeIfAbsent(id, this::load);
  }

  private @Nullable Held load(ConversationId id) {
    Held cached = cache.getIfPresent(id);
    if (cached != null) {
      return cached;
    }
    return ask(() -> writer.conversations().find(id)).map(Held::of).orElse(null);
  }

  private Optional<Message> write(Decision.Accepted<?> accepted) throws SQLException {
    if (accepted.conversation().isPresent()) {
      become(accepted.conversation().get());
    }
    Optional<NewMessage> next = accepted.message();
    Optional<Message> said = next.isPresent() ? Optional.of(append(next.get())) : Optional.empty();
    if (accepted.change().isPresent()) {
      overwrite(accepted.change().get());
    }
    for (PersonalState state : accepted.personal()) {
      put(state);
    }
    if (accepted.ban().isPresent()) {
      Conversation there = accepted.conversation().orElseThrow();
      writer.groups().put(known(there.id()).number(), accepted.ban().get());
    }
    return said;
  }

  private void become(Conversation decided) throws SQLException {
    Held held = find(decided.id());
    if (held == null) {
      held = Held.begin(writer.nextConversation(), decided);
      writer.conversations().insert(held.number(), decided);
      touched.put(decided.id(), held);
    }
    log(held, decided);
    held.become(decided);
  }

  private void log(Held held, Conversation after) throws SQLException {
    List<LoggedEvent> events = LoggedEvents.between(held.recorded(), after);
    Optional<Position> at = held.groupChange(after);
    boolean isShown = at.isPresent() || held.isMoved(after);
    if (!isShown && events.isEmpty()) {
      return;
    }
    if (ChangeRows.joined(events).anyMatch(held.written()::has)) {
      finish(held); // who comes back within a batch has left all the same
    }
    Stamp entry = nextRow();
    if (isShown) {
      held.changedBy(entry.row());
    }
    if (!events.isEmpty()) {
      writer.changes().log(entry, after.id(), events, at);
    }
  }

  private Message append(NewMessage next) throws SQLException {
    Held held = known(next.draft().voice().conversation());
    long row = writer.nextRow();
    long before = held.append(next.seq(), row);
    Message message = next.under(writer.messages().idOf(row, held.now().id()));
    written = true;
    appends.add(new Append(row, held.number(), before, message));
    if (Tail.completes(next.seq())) {
      completeBlock(held, next.seq(), row);
    }
    return message;
  }

  private void completeBlock(Held held, long seq, long row) throws SQLException {
    long block = Tail.blockOf(seq);
    if (!held.tail().isWhole()) {
      flush();
      writer.positions().fill(held.tail(), row, block * Tail.BLOCK + 1);
    }
    writer.positions().insertBlock(held.number(), block, held.tail().take());
  }

  private void overwrite(StoredChange change) throws SQLException {
    Message after = change.after();
    Held held = known(after.conversation());
    Stamp entry = nextRow();
    held.changedBy(entry.row());
    flush();
    finishFirstChange(held);
    long row = writer.positions().rows(held.extent(), after.seq(), after.seq())[0];
    written = true;
    Position at = held.now().position();
    if (change instanceof ReactionChange reaction) {
      removed |= !reaction.added();
      writer.messages().change(held.number(), row, reaction);
      writer.changes().log(entry, reaction, at);
    } else {
      removed = true;
      MessageChange made = (MessageChange) change;
      long files = writer.messages().change(held.number(), row, entry.row(), made);
      writer.changes().log(entry, made, files, at);
    }
  }

  /** Messages of a conversation are read with their changes where the tables know of any. */
  private void finishFirstChange(Held held) throws SQLException {
    if (!held.isChangeWritten()) {
      finish(held);
    }
  }

  private void put(PersonalState state) throws SQLException {
    written = true;
    long conversation = known(state.conversation()).number();
    Stamp entry = nextRow();
    if (state instanceof ReadMark mark) {
      writer.personal().put(conversation, mark, entry.row());
      writer.changes().log(entry, mark);
    } else if (state instanceof DeliveredMark mark) { // which no list shows
      writer.personal().put(conversation, mark);
      writer.changes().log(entry, mark);
    } else {
      writer.personal().put(conversation, (OwnPreferences) state, entry.row());
    }
  }

  /** From here on it is not in the tables, and must not be remembered. */
  private void remove(Held held) throws SQLException {
    ConversationId id = held.now().id();
    written = true;
    writer.personal().remove(held.number());
    writer.groups().remove(held.number());
    writer.conversations().remove(held.number(), id, nextRow());
    touched.remove(id);
    cache.invalidate(id);
  }

  private Stamp nextRow() {
    return new Stamp(writer.nextRow(), now);
  }

  private Held known(ConversationId id) {
    Held held = find(id);
    if (held == null) {
      throw new IllegalStateException("decided: something in no conversation");
    }
    return held;
  }

  private void finish(Held held) throws SQLException {
    written = true;
    Conversation before = held.written();
    Conversation after = held.now();
    if (before.accessVersion() != after.accessVersion()) {
      Stamp stamp = new Stamp(writer.lastRow(), now); // who joined and left was logged by a row
      writer.conversations().change(held.number(), before, after, stamp);
    }
    if (before.details().dataRev() != after.details().dataRev()) {
      writer.groups().put(held.number(), after.details().data());
    }
    writer.conversations().update(held.row(), held.changedRow());
    held.wrote();
  }

  /** What is asked of the tables. */
  private interface Question<T> {
    T answer() throws SQLException;
  }

  /** What is asked of the tables about one conversation. */
  private interface QuestionOfOne<T> {
    T answer(Held held) throws SQLException;
  }

  /** A read within a decision failed: the store's fault, not the command's. */
  private static final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final SQLException reason;

    Broken(SQLException reason) {
      super(reason);
      this.reason = reason;
    }

    SQLException reason() {
      return reason;
    }
  }
}
