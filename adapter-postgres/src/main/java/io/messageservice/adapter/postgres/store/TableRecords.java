package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresEpoch;
import io.messageservice.adapter.postgres.PostgresStatements;
import io.messageservice.adapter.postgres.store.ConversationReads.StoredConversation;
import io.messageservice.adapter.postgres.store.MessageReads.Name;
import io.messageservice.adapter.postgres.store.MessageReads.Sender;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.store.PositionIds.Found;
import io.messageservice.application.store.batch.KnownRecords;
import io.messageservice.application.store.batch.OthersCount;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What one transaction knows of the tables while its batch is decided. Conversations are locked
 * when they are read, so all that is known of them stays so until the end. Only the lane may call.
 */
final class TableRecords implements KnownRecords {

  private final PostgresEpoch epoch;
  private final ConversationReads reading;
  private final MessageReads messages;
  private final PersonalReads personal;

  private final BatchAnswers<ConversationId, Optional<StoredConversation>> conversations =
      new BatchAnswers<>();
  private final BatchAnswers<Found, Optional<Message>> places = new BatchAnswers<>();
  private final BatchAnswers<Name, Optional<FirstSent>> names = new BatchAnswers<>();
  private final BatchAnswers<Given, ReactionState> states = new BatchAnswers<>();
  private final BatchAnswers<Givers, List<UserId>> givers = new BatchAnswers<>();
  private final BatchAnswers<Member, Personal> personals = new BatchAnswers<>();
  private final BatchAnswers<Range, List<Sender>> senders = new BatchAnswers<>();
  private final BatchAnswers<Member, Optional<Instant>> bans = new BatchAnswers<>();
  private final BatchAnswers<Block, Boolean> blocks = new BatchAnswers<>();
  private final BatchAnswers<UserId, Integer> blockCounts = new BatchAnswers<>();
  private final BatchAnswers<Member, String> seats = new BatchAnswers<>();
  private final BatchAnswers<Long, String> rooms = new BatchAnswers<>();

  /** Those that are locked, in their order. */
  private final TreeSet<String> locked = new TreeSet<>();

  TableRecords(PostgresStatements statements, PostgresEpoch epoch) {
    this.epoch = epoch;
    this.reading = new ConversationReads(statements, epoch);
    this.messages = new MessageReads(statements, epoch);
    this.personal = new PersonalReads(statements);
  }

  /** Whether everything that was asked for was known. */
  boolean isComplete() {
    return conversations.isComplete()
        && places.isComplete()
        && names.isComplete()
        && states.isComplete()
        && givers.isComplete()
        && personals.isComplete()
        && senders.isComplete()
        && bans.isComplete()
        && blocks.isComplete()
        && blockCounts.isComplete()
        && seats.isComplete()
        && rooms.isComplete();
  }

  /**
   * Reads what was asked for and not known.
   *
   * @throws OutOfOrder where a conversation would be locked after one that comes before it
   */
  void complete() throws SQLException, OutOfOrder {
    Map<Long, ConversationId> ids = idsOfPlaces();
    lock(conversations.take());
    readMessages(ids);
    readRest();
  }

  /** Locks them; those of earlier rounds come before them. */
  void lock(Collection<ConversationId> wanted) throws SQLException, OutOfOrder {
    if (wanted.isEmpty()) {
      return;
    }
    TreeSet<String> next = new TreeSet<>();
    wanted.forEach(id -> next.add(id.value()));
    if (!locked.isEmpty() && next.first().compareTo(locked.last()) < 0) {
      next.addAll(locked);
      throw new OutOfOrder(next.stream().map(ConversationId::new).toList());
    }
    Map<ConversationId, StoredConversation> found = reading.lock(wanted);
    for (ConversationId id : wanted) {
      conversations.answer(id, Optional.ofNullable(found.get(id)));
    }
    found.keySet().forEach(id -> locked.add(id.value()));
  }

  /** Messages are read once their conversations are locked. */
  private Map<Long, ConversationId> idsOfPlaces() throws SQLException {
    if (places.isComplete()) {
      return Map.of();
    }
    Set<Long> numbers = new TreeSet<>();
    places.wanted().forEach(found -> numbers.add(found.conversation()));
    Map<Long, ConversationId> ids = reading.ids(numbers);
    for (ConversationId id : ids.values()) {
      if (!conversations.has(id)) {
        conversations.wanted().add(id);
      }
    }
    return ids;
  }

  private void readMessages(Map<Long, ConversationId> ids) throws SQLException {
    List<Found> wanted = places.take();
    if (!wanted.isEmpty()) {
      List<Found> open =
          wanted.stream().filter(found -> ids.containsKey(found.conversation())).toList();
      Map<Found, Message> found = messages.at(open, ids);
      wanted.forEach(place -> places.answer(place, Optional.ofNullable(found.get(place))));
    }
    List<Name> sent = names.take();
    if (!sent.isEmpty()) {
      Map<Name, FirstSent> found = messages.named(sent, numbers());
      sent.forEach(name -> names.answer(name, Optional.ofNullable(found.get(name))));
    }
  }

  private Map<Long, ConversationId> numbers() {
    Map<Long, ConversationId> ids = new HashMap<>();
    conversations
        .known()
        .forEach((id, stored) -> stored.ifPresent(one -> ids.put(one.number(), id)));
    return ids;
  }

  private void readRest() throws SQLException {
    for (Given one : states.take()) {
      states.answer(one, messages.state(one.conversation, one.seq, one.reaction, one.user));
    }
    for (Givers one : givers.take()) {
      List<GivenReaction> given =
          messages.reactions(one.conversation, one.seq, Optional.of(one.reaction), 0, one.limit);
      givers.answer(one, given.stream().map(GivenReaction::user).toList());
    }
    for (Range one : senders.take()) {
      senders.answer(one, messages.senders(one.conversation, one.from, one.to));
    }
    List<Member> members = personals.take();
    if (!members.isEmpty()) {
      Map<Member, Personal> found = personal.personal(members);
      members.forEach(one -> personals.answer(one, found.getOrDefault(one, Personal.NOTHING)));
    }
    List<Member> banned = bans.take();
    if (!banned.isEmpty()) {
      Map<Member, Instant> found = personal.bans(banned);
      banned.forEach(one -> bans.answer(one, Optional.ofNullable(found.get(one))));
    }
    readUsers();
  }

  private void readUsers() throws SQLException {
    List<Block> asked = blocks.take();
    if (!asked.isEmpty()) {
      Set<Block> found = personal.blocks(asked);
      asked.forEach(one -> blocks.answer(one, found.contains(one)));
    }
    for (UserId user : blockCounts.take()) {
      blockCounts.answer(user, personal.blockCount(user));
    }
    List<Member> seated = seats.take();
    if (!seated.isEmpty()) {
      Map<Member, String> found = personal.seats(seated);
      seated.forEach(one -> seats.answer(one, found.getOrDefault(one, "")));
    }
    for (Long room : rooms.take()) {
      rooms.answer(room, personal.seatsIn(room));
    }
  }

  /** The conversation as it is stored, locked. */
  Optional<StoredConversation> conversation(ConversationId id) {
    return conversations.ask(id);
  }

  private Optional<Long> number(ConversationId id) {
    return conversation(id).map(StoredConversation::number);
  }

  @Override
  public void ahead(Collection<ConversationId> ids) {
    conversations.ahead(ids);
  }

  @Override
  public void ahead(ConversationId conversation, Collection<UserId> users) {
    number(conversation)
        .ifPresent(
            number -> bans.ahead(users.stream().map(user -> new Member(number, user)).toList()));
  }

  @Override
  public void ahead(Collection<UserId> users, UserId other) {
    blocks.ahead(users.stream().map(user -> new Block(user, other)).toList());
  }

  @Override
  public Optional<Message> message(MessageId id) {
    return epoch.ids().open(id).flatMap(places::ask);
  }

  @Override
  public Optional<FirstSent> sent(ConversationId conversation, UserId sender, ClientMessageId key) {
    return number(conversation).flatMap(number -> names.ask(new Name(number, sender, key)));
  }

  @Override
  public ReactionState reaction(
      ConversationId conversation, long seq, Reaction reaction, UserId user) {
    return number(conversation)
        .map(number -> states.ask(new Given(number, seq, reaction, user)))
        .orElseGet(() -> new ReactionState(0, 0, false));
  }

  @Override
  public List<UserId> firstWho(
      ConversationId conversation, long seq, Reaction reaction, int limit) {
    return number(conversation)
        .map(number -> givers.ask(new Givers(number, seq, reaction, limit)))
        .orElse(List.of());
  }

  @Override
  public Personal personal(ConversationId conversation, UserId user) {
    return number(conversation)
        .map(number -> personals.ask(new Member(number, user)))
        .orElse(Personal.NOTHING);
  }

  @Override
  public void count(
      Consumer<OthersCount.Run> counting, ConversationId conversation, long from, long to) {
    Optional<Long> number = number(conversation);
    if (number.isEmpty() || from > to) {
      return;
    }
    long seq = from;
    for (Sender sender : senders.ask(new Range(number.get(), from, to))) {
      String name = sender.isDeleted() ? "" : sender.name();
      counting.accept(new OthersCount.Run(name, sender.era(), seq, seq));
      seq++;
    }
  }

  @Override
  public Optional<Instant> ban(ConversationId conversation, UserId user) {
    return number(conversation).flatMap(number -> bans.ask(new Member(number, user)));
  }

  @Override
  public boolean blocks(UserId user, UserId other) {
    return blocks.ask(new Block(user, other));
  }

  @Override
  public int blockCount(UserId user) {
    return blockCounts.ask(user);
  }

  @Override
  public String seat(ConversationId room, UserId user) {
    return number(room).map(number -> seats.ask(new Member(number, user))).orElse("");
  }

  @Override
  public String seats(ConversationId room) {
    return number(room).map(rooms::ask).orElse("");
  }

  /** A user in a conversation. */
  record Member(long conversation, UserId user) {}

  /** That a user blocks another. */
  record Block(UserId user, UserId other) {}

  private record Given(long conversation, long seq, Reaction reaction, UserId user) {}

  private record Givers(long conversation, long seq, Reaction reaction, int limit) {}

  private record Range(long conversation, long from, long to) {}

  /** The batch is to begin again by locking all of these. */
  static final class OutOfOrder extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<ConversationId> all;

    OutOfOrder(List<ConversationId> all) {
      super("others are locked before", null, false, false);
      this.all = all;
    }

    List<ConversationId> all() {
      return all;
    }
  }
}
