package io.messageservice.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link LedgerContract} asks of what messages are beside their text and attachments. */
abstract class AttributesContract extends ChangingContract {

  private static final ClientMessageId KEY = new ClientMessageId("key-1");
  private static final String METADATA = "{\"a\":[1,{\"b\":\"ü 😀 '\\u0000\"}],  \"c\":null}";

  @Test
  void whatAMessageIsBesideItsContentIsKept() {
    Message first = commit(say(ROOM, ALICE, "one"));
    List<MessageAttributes> all =
        List.of(
            MessageAttributes.NONE,
            of("x", first, Mentions.EVERYBODY),
            of("ü/\"😀'".repeat(9), first, mentions(Mentions.MAX_USERS)),
            new MessageAttributes(Optional.empty(), replyTo(first), Mentions.NONE),
            new MessageAttributes(Optional.empty(), Optional.empty(), mentions(1)),
            new MessageAttributes(Optional.empty(), Optional.empty(), Mentions.EVERYBODY),
            typed("System.joined"));
    List<Decider<String>> batch = new ArrayList<>();
    all.forEach(each -> batch.add(say(ROOM, BOB, "text", each)));

    List<Message> said = commitAll(batch).stream().map(StoreContract::said).toList();

    assertThat(said).extracting(Message::attributes).isEqualTo(all);
    assertThat(all(ROOM).subList(1, 8)).isEqualTo(said);
    assertThat(history().before(ROOM, 9, 7, 100_000).messages()).isEqualTo(said);
    said.forEach(message -> assertThat(found(message.id())).contains(message));
    said.forEach(message -> assertThat(history().message(message.id())).contains(message));
  }

  @Test
  void metadataIsPartOfTheContent() {
    MessageContent both = new MessageContent("", withFiles("", 3).attachments(), some(METADATA));
    MessageContent large = new MessageContent("text", List.of(), some(json(4_000)));

    Message one = commit(say(ROOM, ALICE, both, Optional.of(KEY), NOON));
    Message two = commit(say(ROOM, BOB, large, Optional.empty(), NOON));

    assertThat(one.content()).isEqualTo(both);
    assertThat(all(ROOM)).containsExactly(one, two);
    assertThat(present(one, two)).containsExactly(one, two);
    assertThat(sent(ROOM, ALICE, KEY)).contains(one);
  }

  @Test
  void messageIsReadWithAllOfItByEveryWay() {
    Message last = commit(full(commit(say(ROOM, BOB, "one"))));
    commitAll(List.of(react(last, BOB, "+1")));

    Message read = all(ROOM).get(1);

    assertThat(read.content()).isEqualTo(last.content());
    assertThat(read.attributes()).isEqualTo(last.attributes());
    assertThat(read.reactions()).containsExactly(counted("+1", BOB));
    assertThat(read.rev()).isEqualTo(3);
    assertThat(history().before(ROOM, 3, 1, 100_000).messages()).containsExactly(read);
    assertThat(found(last.id())).contains(read);
    assertThat(history().message(last.id())).contains(read);
    assertThat(sent(ROOM, ALICE, KEY)).contains(read);
    assertThat(history().changed(ROOM, 2, 2, 1, 100_000).messages()).containsExactly(read);
    assertThat(history().missed(ROOM, Position.ofMessages(2), 1, 100_000).changed())
        .containsExactly(read);
    assertThat(history().missed(ROOM, Position.ofMessages(1), 1, 100_000).sent())
        .containsExactly(read);
    assertThat(
            history()
                .conversationsOf(ALICE, page(Optional.empty(), 1, 100_000))
                .conversations()
                .get(0)
                .lastMessage())
        .contains(read);
  }

  @Test
  void messageIsReadWithAllOfItInTheBatchThatSentIt() {
    Message first = commit(say(ROOM, BOB, "one"));
    List<Message> seen = new ArrayList<>();
    Decider<String> looking =
        records -> {
          Message sent = records.sent(ROOM, ALICE, KEY).orElseThrow().message();
          seen.add(sent);
          seen.add(records.message(sent.id()).orElseThrow());
          return Decision.unchanged("looked");
        };

    Message full = said(commitAll(List.of(full(first), looking)).get(0));

    assertThat(seen.subList(seen.size() - 2, seen.size())).containsExactly(full, full);
  }

  @Test
  void whatIsUnknownIsNoMessage() {
    assertThat(history().message(new MessageId("unknown"))).isEmpty();
  }

  @Test
  void editedMessageStaysWhatItIsBesideItsContent() {
    Message message = commit(full(commit(say(ROOM, BOB, "one"))));

    commitAll(List.of(edit(message, "edited")));
    Message edited = present(message).get(0);
    assertThat(edited.attributes()).isEqualTo(message.attributes());
    assertThat(edited.content())
        .isEqualTo(new MessageContent("edited", message.content().attachments(), some(METADATA)));

    for (String metadata : List.of("{}", json(3_000), "", "{\"back\":1}")) {
      commitAll(List.of(edit(message, metadata(metadata))));
      Message changed = present(message).get(0);
      assertThat(changed.content())
          .isEqualTo(
              new MessageContent(
                  "edited",
                  message.content().attachments(),
                  some(metadata).filter(json -> !json.isEmpty())));
      assertThat(changed.attributes()).isEqualTo(message.attributes());
      assertThat(all(ROOM).get(1)).isEqualTo(changed);
    }
    assertThat(firstSent(ROOM, ALICE, KEY).orElseThrow().isFirstContent().orElseThrow())
        .accepts(contentText(message.content()))
        .rejects(contentText(edited.content()));
  }

  @Test
  void plainMessageGetsMetadata() {
    Message message = commit(say(ROOM, ALICE, "one"));

    commitAll(List.of(edit(message, metadata(METADATA))));

    assertThat(present(message).get(0).content())
        .isEqualTo(new MessageContent("one", List.of(), some(METADATA)));
    assertThat(all(ROOM)).isEqualTo(present(message));
  }

  @Test
  void deletedMessageKeepsItsTypeOnly() {
    Message one = commit(say(ROOM, BOB, "one"));
    Message two = commit(full(one));
    Message three = commit(say(ROOM, BOB, "three", of("x", two, mentions(50))));
    commitAll(List.of(edit(three, metadata(METADATA)), react(two, BOB, "+1")));

    commitAll(List.of(delete(two), delete(three)));

    assertThat(all(ROOM).get(1))
        .isEqualTo(
            new Message(
                two.id(),
                ROOM,
                2,
                ALICE,
                MessageContent.NONE,
                typed("full"),
                NOON,
                Optional.of(KEY),
                new Revision(6, Optional.empty(), Optional.of(new Deletion(LATER, true))),
                List.of()));
    assertThat(all(ROOM).get(2).attributes()).isEqualTo(typed("x"));
    assertThat(all(ROOM).get(2).content()).isEqualTo(MessageContent.NONE);
    assertThat(present(two, three)).isEqualTo(all(ROOM).subList(1, 3));
  }

  @Test
  void replyStaysWhenWhatItRepliesToIsDeleted() {
    Message one = commit(say(ROOM, BOB, "one"));
    Message two = commit(say(ROOM, ALICE, "two", of("x", one, Mentions.NONE)));

    commitAll(List.of(delete(one)));

    assertThat(present(two)).containsExactly(two);
    assertThat(all(ROOM).get(1)).isEqualTo(two);
  }

  @Test
  void whatTheSystemSentIsNotCounted() {
    talk(ROOM, 1, 2);
    commitAll(
        List.of(
            say(ROOM, BOB, "three", typed("system")),
            say(ROOM, BOB, "four", typed("notice")),
            say(ROOM, BOB, "five", typed("SYSTEM.left")),
            say(ROOM, BOB, "six")));
    commitAll(List.of(edit(all(ROOM).get(2), "edited"), delete(all(ROOM).get(4))));

    Ledger.Others others = sentByOthers(ROOM, ALICE, 0, 6, 2);

    assertThat(others.count()).isEqualTo(3);
    assertThat(others.newest()).extracting(Ledger.Line::seq).containsExactly(4L, 6L);
    assertThat(sentByOthers(ROOM, ALICE, 4, 5, 2)).isEqualTo(Ledger.Others.NONE);
  }

  @Test
  void whatTheSystemSentIsNotCountedWithinTheBatchThatSentIt() {
    List<Ledger.Others> seen = new ArrayList<>();
    Decider<String> counting =
        records -> {
          seen.add(records.sentByOthers(ROOM, ALICE, 0, 10, 5));
          return Decision.unchanged("counted");
        };

    commitAll(List.of(say(ROOM, BOB, "one"), say(ROOM, BOB, "two", typed("system")), counting));

    assertThat(seen.get(seen.size() - 1).count()).isEqualTo(1);
    assertThat(seen.get(seen.size() - 1).newest()).extracting(Ledger.Line::seq).containsExactly(1L);
  }

  /** A message that has everything. */
  private static Decider<String> full(Message repliedTo) {
    MessageContent content =
        new MessageContent("full", withFiles("", 2).attachments(), some(METADATA));
    MessageAttributes attributes = of("full", repliedTo, mentions(3));
    return say(ROOM, ALICE, voice -> new Draft(voice, content, attributes, Optional.of(KEY)), NOON);
  }

  private static MessageAttributes of(String type, Message repliedTo, Mentions mentions) {
    return new MessageAttributes(Optional.of(new MessageType(type)), replyTo(repliedTo), mentions);
  }

  private static Optional<ReplyTo> replyTo(Message message) {
    return Optional.of(new ReplyTo(message.id(), message.seq()));
  }

  private static Mentions mentions(int users) {
    return new Mentions(
        false, IntStream.range(0, users).mapToObj(i -> new UserId("用户 😀'" + i)).toList());
  }

  private static MessageEdit metadata(String json) {
    return new MessageEdit(Optional.empty(), Optional.empty(), some(json), OptionalLong.empty());
  }

  private static Optional<String> some(String json) {
    return Optional.of(json);
  }

  private static String json(int length) {
    return "{\"x\":\"" + "y".repeat(length) + "\"}";
  }
}
