package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.FirstSent;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.SendPermission;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ChangeRules;
import io.messageservice.domain.message.ChangeRules.Asking;
import io.messageservice.domain.message.ChangeRules.Verdict;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageChange;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the contracts of a store's two sides share: the store, and commands to give it. */
public abstract class StoreContract {

  protected static final UserId ALICE = new UserId("alice");
  protected static final UserId BOB = new UserId("bob");
  protected static final UserId CAROL = new UserId("carol");

  /** More bytes than any page has. */
  protected static final int PLENTY = Integer.MAX_VALUE;

  protected static final ConversationId ROOM = new ConversationId("room");
  protected static final ConversationId OTHER = new ConversationId("other");
  protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  /** When messages are changed, to the millisecond. */
  protected static final Instant LATER = NOON.plusSeconds(60);

  private static final ChangeRules RULES = new ChangeRules(Optional.empty());
  private static final Access ACCESS = new Access(AccessPolicy.OPEN, 20_000);

  /** The write side of an empty store. */
  protected abstract Ledger ledger();

  /** The read side of the same store. */
  protected abstract History history();

  /** Enters and says the text. */
  protected static Decider<String> say(ConversationId where, UserId who, String text) {
    return say(where, who, MessageContent.of(text), Optional.empty(), NOON);
  }

  /** Enters and says the text under a name. */
  protected static Decider<String> say(
      ConversationId where, UserId who, String text, ClientMessageId key) {
    return say(where, who, MessageContent.of(text), Optional.of(key), NOON);
  }

  /** Enters and says it at that time. */
  protected static Decider<String> say(
      ConversationId where,
      UserId who,
      MessageContent content,
      Optional<ClientMessageId> key,
      Instant now) {
    return say(where, who, voice -> new Draft(voice, content, key), now);
  }

  /** Enters and says the text as a message with those attributes. */
  protected static Decider<String> say(
      ConversationId where, UserId who, String text, MessageAttributes attributes) {
    MessageContent content = MessageContent.of(text);
    return say(where, who, voice -> new Draft(voice, content, attributes, Optional.empty()), NOON);
  }

  /** Enters and says what is drafted with the permission to. */
  protected static Decider<String> say(
      ConversationId where, UserId who, Function<SendPermission, Draft> draft, Instant now) {
    return records -> {
      Admission.Granted in = enter(records, where, who);
      Conversation before = in.conversation();
      NewMessage said = NewMessage.in(before, draft.apply(in.voice()), now);
      return Decision.sent("said", before.after(said.seq(), said.createdAt()), said);
    };
  }

  /** Of a message of that type. */
  protected static MessageAttributes typed(String type) {
    return new MessageAttributes(
        Optional.of(new MessageType(type)), Optional.empty(), Mentions.NONE);
  }

  /** Begins or replaces a conversation of that kind, or just enters an open one. */
  protected static Decider<String> make(ConversationId id, Kind kind, UserId... users) {
    return records ->
        Decision.changed("made", Conversation.begin(id, kind, Participants.of(List.of(users))));
  }

  /** Creates a conversation, which is active from noon on. */
  protected static Decider<String> create(
      ConversationId id, Kind kind, Optional<UserId> creator, UserId... users) {
    return records ->
        Decision.changed(
            "created",
            new Conversation(
                id, kind, Participants.of(List.of(users)), 1, 0, 0, NOON, creator, Details.NONE));
  }

  /** Has a service edit the message to that text, in the name of its sender. */
  protected static Decider<String> edit(Message message, String text) {
    return edit(
        message, new MessageEdit(Optional.of(text), Optional.empty(), OptionalLong.empty()));
  }

  /** Has a service edit the message, in the name of its sender. */
  protected static Decider<String> edit(Message message, MessageEdit edit) {
    Asking asked = new Asking(Actor.service(message.sender()), LATER);
    return change(message, (in, present) -> RULES.edit(in, present, asked, edit, String::equals));
  }

  /** Replaces all of a message. */
  protected static MessageEdit whole(MessageContent content) {
    return new MessageEdit(
        Optional.of(content.text()),
        Optional.of(content.attachments()),
        Optional.of(content.metadata().orElse("")),
        OptionalLong.empty());
  }

  /** Has a service delete the message, in the name of that user. */
  protected static Decider<String> delete(Message message, UserId who) {
    return change(
        message, (in, present) -> RULES.delete(in, present, new Asking(Actor.service(who), LATER)));
  }

  /** Has its sender delete the message. */
  protected static Decider<String> delete(Message message) {
    return delete(message, message.sender());
  }

  /** Has a service react to the message in the name of the user. */
  protected static Decider<String> react(Message message, UserId who, String reaction) {
    return react(message, who, reaction, true);
  }

  /** Has a service take the user's reaction back. */
  protected static Decider<String> takeBack(Message message, UserId who, String reaction) {
    return react(message, who, reaction, false);
  }

  private static Decider<String> react(Message message, UserId who, String text, boolean added) {
    return records -> {
      Conversation in = records.conversation(message.conversation()).orElseThrow();
      Message present = records.message(message.id()).orElseThrow();
      Reaction reaction = Reaction.of(text);
      ReactionState state = records.reaction(in.id(), message.seq(), reaction, who);
      Verdict verdict = RULES.react(in, present, Actor.service(who), state, added);
      Message after = ((Verdict.Changed) verdict).after();
      return Decision.changed(
          "reacted", in.afterChange(), new ReactionChange(after, reaction, who, added));
    };
  }

  /** One reaction as messages carry it. */
  protected static ReactionCount counted(String reaction, UserId... users) {
    return new ReactionCount(Reaction.of(reaction), users.length, List.of(users));
  }

  private static Decider<String> change(
      Message message, BiFunction<Conversation, Message, Verdict> rule) {
    return records -> {
      Conversation in = records.conversation(message.conversation()).orElseThrow();
      Message present = records.message(message.id()).orElseThrow();
      Message after = ((Verdict.Changed) rule.apply(in, present)).after();
      boolean isFirst = present.key().isPresent() && !present.revision().isChanged();
      Optional<String> first =
          isFirst ? Optional.of(contentText(present.content())) : Optional.empty();
      return Decision.changed("changed", in.afterChange(), new MessageChange(after, first));
    };
  }

  /** The content in a form in which equal contents are equal texts. */
  protected static String contentText(MessageContent content) {
    return content.toString();
  }

  protected static Decider<String> join(ConversationId where, UserId who) {
    return records -> Decision.changed("joined", enter(records, where, who).conversation());
  }

  protected static Decider<String> join(ConversationId where, UserId who, Instant now) {
    return records ->
        Decision.changed("joined", enter(records, where, who).conversation().joinedAt(now));
  }

  protected static Decider<String> leave(ConversationId where, UserId who) {
    return records ->
        Decision.changed("left", records.conversation(where).orElseThrow().without(who));
  }

  protected static Decider<String> forget(ConversationId where) {
    return records -> Decision.forgotten("forgotten", where);
  }

  /** The same command, of a trace of that number. */
  protected static <R> Decider<R> traced(int number, Decider<R> command) {
    Trace trace =
        new Trace() {
          @Override
          public Optional<String> sampledTraceparent() {
            return Optional.of("00-%032x-%016x-01".formatted(number, number));
          }
        };
    return new Decider<>() {
      @Override
      public Decision<R> decide(Ledger.Records records) {
        return command.decide(records);
      }

      @Override
      public Trace trace() {
        return trace;
      }
    };
  }

  protected static Decider<String> mark(ConversationId where, UserId who, long readUpTo) {
    return records -> Decision.personal("marked", new ReadMark(where, who, readUpTo));
  }

  protected static Decider<String> reached(ConversationId where, UserId who, long deliveredUpTo) {
    return records -> Decision.personal("reached", new DeliveredMark(where, who, deliveredUpTo));
  }

  protected static ListingRequest page(Optional<Cursor> after, int limit, int maxBytes) {
    return new ListingRequest(after, limit, maxBytes, false, Optional.empty());
  }

  /** The decision of the one, but broken after it was made. */
  protected static <R> Decider<R> broken(Decider<R> command) {
    return records -> {
      command.decide(records);
      throw new IllegalArgumentException("broken on purpose");
    };
  }

  protected Optional<Conversation> recorded(ConversationId id) {
    return ask(records -> records.conversation(id));
  }

  protected Optional<Message> found(MessageId id) {
    return ask(records -> records.message(id));
  }

  protected Optional<Message> sent(ConversationId where, UserId sender, ClientMessageId key) {
    return firstSent(where, sender, key).map(FirstSent::message);
  }

  protected Optional<FirstSent> firstSent(
      ConversationId where, UserId sender, ClientMessageId key) {
    return ask(records -> records.sent(where, sender, key));
  }

  protected ReactionState reaction(Message message, String reaction, UserId user) {
    return ask(
        records ->
            records.reaction(message.conversation(), message.seq(), Reaction.of(reaction), user));
  }

  protected long readUpTo(ConversationId where, UserId reader) {
    return ask(records -> records.readUpTo(where, reader));
  }

  protected Ledger.Others sentByOthers(
      ConversationId where, UserId reader, long afterSeq, long upToSeq, int newest) {
    return ask(records -> records.sentByOthers(where, reader, afterSeq, upToSeq, newest));
  }

  /** What the question is answered within a batch of its own. */
  protected <T> T ask(Question<T> question) {
    List<T> answers = new ArrayList<>();
    Decider<String> asking =
        records -> {
          answers.clear();
          answers.add(question.of(records));
          return Decision.unchanged("asked");
        };
    assertThat(ledger().commit(List.of(asking))).hasOnlyElementsOfType(Outcome.Done.class);
    return answers.get(0);
  }

  protected Message commit(Decider<String> saying) {
    return said(ledger().commit(List.of(saying)).get(0));
  }

  protected static Message said(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).message().orElseThrow();
  }

  protected List<Outcome> commitAll(List<? extends Decider<?>> batch) {
    List<Outcome> outcomes = ledger().commit(batch);
    assertThat(outcomes).hasSameSizeAs(batch).hasOnlyElementsOfType(Outcome.Done.class);
    return outcomes;
  }

  /** Says texts 1 to n in turn, alice the odd ones and bob the even ones. */
  protected void talk(ConversationId where, int from, int to) {
    List<Decider<String>> batch = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      batch.add(say(where, i % 2 == 1 ? ALICE : BOB, "text " + i));
    }
    commitAll(batch);
  }

  /** The messages as they are by now. */
  protected List<Message> present(Message... messages) {
    return Stream.of(messages).map(message -> found(message.id()).orElseThrow()).toList();
  }

  protected List<Message> all(ConversationId id) {
    return history().after(id, 0, 1_000, Integer.MAX_VALUE).messages();
  }

  protected List<String> texts(ConversationId id) {
    return all(id).stream().map(message -> message.content().text()).toList();
  }

  /** A stretch in which nothing but messages was stored. */
  protected static Head head(ConversationId id, long afterSeq, long seq) {
    return new Head(id, Position.ofMessages(afterSeq), Position.ofMessages(seq));
  }

  protected static List<Long> seqs(List<Message> messages) {
    return messages.stream().map(Message::seq).toList();
  }

  private static Admission.Granted enter(Ledger.Records records, ConversationId id, UserId user) {
    return (Admission.Granted) ACCESS.enter(records.conversation(id), id, user, banned -> false);
  }

  /** Something that records know. */
  protected interface Question<T> {
    T of(Ledger.Records records);
  }
}
