package io.messageservice.architecture.smallstore;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.change.LoggedEvent;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesAppended;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesDelivered;
import io.messageservice.application.port.out.change.LoggedEvent.MessagesRead;
import io.messageservice.application.port.out.change.LoggedEvent.UserNoted;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.DecisionCheck;
import io.messageservice.application.store.LoggedEvents;
import io.messageservice.architecture.smallstore.SmallStore.Logged;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.message.StoredChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.room.NodeOccupancy;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The write side of a {@link SmallStore}, as one node has it. */
final class SmallLedger implements Ledger, Ledger.Records {

  private static final ContentDigest DIGESTS = new ContentDigest(() -> new byte[] {1, 2, 3});

  private final SmallStore store;
  private final String node;
  private final DecisionCheck check = new DecisionCheck(this);

  SmallLedger(SmallStore store, String node) {
    this.store = store;
    this.node = node;
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    synchronized (store) {
      store.changes.next();
      List<Outcome> outcomes = new ArrayList<>();
      for (Decider<?> command : batch) {
        int before = store.log.size();
        outcomes.add(carryOut(command));
        store
            .log
            .subList(before, store.log.size())
            .replaceAll(change -> change.by(command.trace()));
      }
      return outcomes;
    }
  }

  private Outcome carryOut(Decider<?> command) {
    try {
      Decision<?> decision = command.decide(this);
      if (decision instanceof Decision.Refused<?> refused) {
        return new Outcome.Refused(refused.refusal());
      }
      check.require(decision);
      if (decision instanceof Decision.Forgotten<?> forgotten) {
        forget(forgotten.conversation());
        return new Outcome.Done(forgotten.result(), Optional.empty());
      }
      if (decision instanceof Decision.BlockChanged<?> blocking) {
        store.blocks.put(blocking.change());
        return new Outcome.Done(blocking.result(), Optional.empty());
      }
      if (decision instanceof Decision.UserNoted<?> noted) {
        log(Optional.empty(), new UserNoted(noted.note()));
        return new Outcome.Done(noted.result(), Optional.empty());
      }
      Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
      accepted.message().ifPresent(check::requireUnusedName);
      return new Outcome.Done(accepted.result(), write(accepted));
    } catch (RuntimeException fault) {
      return new Outcome.Failed(fault);
    }
  }

  private void forget(ConversationId id) {
    store.changes.forgotten(Objects.requireNonNull(store.conversations.get(id)));
    List.of(store.conversations, store.bans, store.nodes).forEach(table -> table.remove(id));
    store.personal.forget(id);
  }

  private Optional<Message> write(Decision.Accepted<?> accepted) {
    Optional<Message> message =
        accepted
            .message()
            .map(said -> said.under(new MessageId("m" + store.log.size() + "-" + said.seq())));
    accepted.conversation().ifPresent(decided -> become(decided, message, accepted.change()));
    accepted.personal().forEach(this::put);
    accepted.ban().ifPresent(ban -> put(accepted.conversation().orElseThrow().id(), ban));
    accepted.seats().forEach(this::put);
    return message;
  }

  private void become(
      Conversation decided, Optional<Message> message, Optional<StoredChange> change) {
    ConversationId id = decided.id();
    Optional<Conversation> before = store.conversation(id);
    store.conversations.put(id, decided);
    store.changes.changed(before, decided);
    message.ifPresent(
        said -> store.messages.computeIfAbsent(id, any -> new ArrayList<>()).add(said));
    Optional<LoggedEvent> changed = change.map(this::event);
    change.ifPresent(this::put);
    store.nodes.getOrDefault(id, Map.of()).keySet().removeIf(user -> !decided.has(user));
    boolean isAccessOld =
        before.filter(had -> had.accessVersion() == decided.accessVersion()).isPresent();
    Position was = before.map(Conversation::position).orElse(Position.START);
    if (isAccessOld && was.equals(decided.position())) {
      return;
    }
    List<LoggedEvent> events = LoggedEvents.between(before, decided);
    message.map(said -> new MessagesAppended(said.seq() - 1, said.seq())).ifPresent(events::add);
    changed.ifPresent(events::add);
    AccessChange access = new AccessChange(id, decided.joinedSince(before), was);
    store.log.add(
        new Logged(
            Optional.of(id),
            events,
            Optional.of(new Head(id, was, decided.position())),
            isAccessOld ? Optional.empty() : Optional.of(access),
            Optional.empty()));
  }

  private LoggedEvent event(StoredChange change) {
    Message after = change.after();
    return change instanceof ReactionChange reaction
        ? LoggedEvents.of(reaction)
        : LoggedEvents.of(
            (MessageChange) change, store.said(after.conversation()).get((int) after.seq() - 1));
  }

  private void put(StoredChange change) {
    Message after =
        change instanceof ReactionChange reaction
            ? store.reactions.put(reaction)
            : written((MessageChange) change);
    store.changed.add(after.id());
    store.said(after.conversation()).set((int) after.seq() - 1, after);
  }

  private Message written(MessageChange change) {
    Message after = change.after();
    if (after.isDeleted()) {
      store.reactions.forget(after.id());
    }
    change
        .firstContent()
        .ifPresent(first -> store.firstContents.putIfAbsent(after.id(), DIGESTS.of(first)));
    return after;
  }

  private void put(PersonalState state) {
    store.personal.put(state);
    if (!(state instanceof DeliveredMark)) {
      store.changes.changed(state.conversation(), state.user());
    }
    if (state instanceof ReadMark mark) {
      log(Optional.of(mark.conversation()), new MessagesRead(mark.user(), mark.readUpTo()));
    } else if (state instanceof DeliveredMark mark) {
      log(
          Optional.of(mark.conversation()),
          new MessagesDelivered(mark.user(), mark.deliveredUpTo()));
    }
  }

  private void log(Optional<ConversationId> id, LoggedEvent event) {
    store.log.add(
        new Logged(id, List.of(event), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private void put(ConversationId id, Ban ban) {
    Map<UserId, Ban> bans = store.bans.computeIfAbsent(id, any -> new HashMap<>());
    bans.put(ban.user(), ban);
    bans.values().removeIf(each -> each.until().equals(Ban.LIFTED));
  }

  private void put(NodeOccupancy seat) {
    Map<UserId, Set<String>> users =
        store.nodes.computeIfAbsent(seat.room(), any -> new HashMap<>());
    Set<String> own = users.computeIfAbsent(seat.user(), any -> new HashSet<>());
    boolean unused = seat.taken() ? own.add(node) : own.remove(node);
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    return store.conversation(id);
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return store.message(id);
  }

  @Override
  public Optional<FirstSent> sent(ConversationId in, UserId sender, ClientMessageId key) {
    return store.said(in).stream()
        .filter(message -> message.sender().equals(sender))
        .filter(message -> message.key().equals(Optional.of(key)))
        .findFirst()
        .map(message -> new FirstSent(message, firstContent(message)));
  }

  private Optional<Predicate<String>> firstContent(Message message) {
    return Optional.ofNullable(store.firstContents.get(message.id())).map(DIGESTS::isOf);
  }

  @Override
  public ReactionState reaction(ConversationId id, long seq, Reaction reaction, UserId user) {
    return store.reactions.state(store.said(id).get((int) seq - 1).id(), reaction, user);
  }

  @Override
  public Optional<Ban> ban(ConversationId id, UserId user) {
    return Optional.ofNullable(store.bans.getOrDefault(id, Map.of()).get(user));
  }

  @Override
  public long readUpTo(ConversationId id, UserId reader) {
    return store.personal.readUpTo(id, reader);
  }

  @Override
  public long deliveredUpTo(ConversationId id, UserId user) {
    return store.personal.deliveredUpTo(id, user);
  }

  @Override
  public Preferences preferences(ConversationId id, UserId user) {
    return store.personal.preferences(id, user);
  }

  @Override
  public boolean blocks(UserId user, UserId other) {
    return store.blocks.blocks(user, other);
  }

  @Override
  public int blockCount(UserId user) {
    return store.blocks.count(user);
  }

  @Override
  public Others sentByOthers(
      ConversationId id, UserId reader, long afterSeq, long upToSeq, int newest) {
    List<Line> lines =
        store.said(id).stream()
            .filter(message -> message.seq() > afterSeq && message.seq() <= upToSeq)
            .filter(message -> SmallStore.isOfOthers(message, reader))
            .map(message -> new Line(message.id(), message.seq(), message.sender()))
            .toList();
    return new Others(
        lines.size(), lines.subList(Math.max(0, lines.size() - newest), lines.size()));
  }

  @Override
  public Set<String> nodesOf(ConversationId room, UserId user) {
    return Set.copyOf(store.nodes.getOrDefault(room, Map.of()).getOrDefault(user, Set.of()));
  }

  @Override
  public Set<String> nodesIn(ConversationId room) {
    return store.nodes.getOrDefault(room, Map.of()).values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }
}
