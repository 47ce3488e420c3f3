package io.messageservice.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.event.Event;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.EncodedEvent.Stored;
import io.messageservice.protocol.json.Ref;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages in their states as text. An apostrophe stands for a quotation mark. */
class MessageFramesTest {

  private static final ConversationId ID = new ConversationId("c");
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private static final Message SENT = message("hi", Revision.first(4));
  private static final Message EDITED =
      message("hi all", new Revision(9, Optional.of(NOW), Optional.empty()));
  private static final Message DELETED = deleted(true);

  private static final String EDITED_JSON =
      "{'id':'m1','content':'hi all','senderId':'ann','conversationId':'c',"
          + "'createdAt':'1970-01-01T00:00:00.000Z','attachments':[],'seq':3,'rev':9,"
          + "'clientMessageId':'k','editedAt':'2026-01-02T03:04:05.678Z'}";

  private static final String DELETED_JSON =
      "{'id':'m1','content':'','senderId':'ann','conversationId':'c',"
          + "'createdAt':'1970-01-01T00:00:00.000Z','attachments':[],'seq':3,'rev':9,"
          + "'deleted':true,'deletedAt':'2026-01-02T03:04:05.678Z','deletedBy':'ann'}";

  @Test
  void aMessageHasTheRevOfItsLastChange() {
    EncodedEvent event = encoded(new Event.MessageStored(SENT));

    assertThat(text(event.frame())).endsWith("'seq':3,'rev':4,'clientMessageId':'k'}}");
    assertThat(event.isFor(Dialect.BASE)).isTrue();
    assertThat(event.isFor(Dialect.V1)).isTrue();
    assertThat(event.stored()).isEqualTo(new Stored(ID, 2, 3, false));
  }

  @Test
  void aMessageThatWasEditedBeforeItIsSentIsWholeForAll() {
    EncodedEvent event = encoded(new Event.MessageStored(EDITED));

    assertThat(text(event.frame())).isEqualTo("{'event':'newMessage','data':" + EDITED_JSON + "}");
    assertThat(event.isFor(Dialect.BASE)).isTrue();
  }

  @Test
  void aMessageThatWasDeletedBeforeItIsSentIsNothingInTheBaseContract() {
    EncodedEvent event = encoded(new Event.MessageStored(DELETED));

    assertThat(text(event.frame())).isEqualTo("{'event':'newMessage','data':" + DELETED_JSON + "}");
    assertThat(event.isFor(Dialect.BASE)).isFalse();
    assertThat(event.isFor(Dialect.V1)).isTrue();
    assertThat(event.stored()).isEqualTo(new Stored(ID, 2, 8, false));
  }

  @Test
  void aChangeIsOnlyForTheSubprotocol() {
    EncodedEvent event = encoded(new Event.MessageChanged(EDITED, new Position(5, 9)));

    assertThat(text(event.frame()))
        .isEqualTo("{'event':'messageChanged','data':" + EDITED_JSON + "}");
    assertThat(event.isFor(Dialect.BASE)).isFalse();
    assertThat(event.isFor(Dialect.V1)).isTrue();
    assertThat(event.stored()).isEqualTo(new Stored(ID, 5, 8, true));
    assertThat(event.frame().conflationKey()).isNull();
  }

  @Test
  void somebodyElseWhoDeletesIsAModerator() {
    assertThat(text(encoded(new Event.MessageStored(deleted(false))).frame()))
        .endsWith("'deletedBy':'moderator'}}");
  }

  @Test
  void theEndOfAReplayNamesThePosition() {
    EncodedEvent event = encoded(new Event.CaughtUp(ID, new Position(5, 9)));

    assertThat(text(event.frame()))
        .isEqualTo("{'event':'caughtUp','data':{'conversationId':'c','seq':5,'rev':9}}");
    assertThat(event.isFor(Dialect.BASE)).isFalse();
    assertThat(event.stored()).isNull();
    assertThat(event.frame().conflationKey()).isNull();
  }

  @Test
  void theReplyHasTheMessageOfThePush() {
    ChangedMessage done =
        new ChangedMessage.Done(
            EDITED, new OutgoingEvent(new Event.MessageChanged(EDITED, new Position(5, 9))));

    assertThat(text(MessageFrames.reply("editMessage", new Ref("7", true), done)))
        .isEqualTo("{'success':true,'event':'editMessage','ref':7,'message':" + EDITED_JSON + "}");
    assertThat(text(TextFrame.kept(MessageFrames.body((ChangedMessage.Done) done))))
        .isEqualTo("{'message':" + EDITED_JSON + "}");
  }

  @Test
  void aConflictHasTheMessageAsItIs() {
    assertThat(text(MessageFrames.reply("editMessage", null, new ChangedMessage.Conflict(DELETED))))
        .isEqualTo(
            "{'success':false,'event':'editMessage',"
                + "'error':'the message is in another state, see message','code':'conflict',"
                + "'message':"
                + DELETED_JSON
                + "}");
  }

  @Test
  void aMessageHasWhatItIsAndHowUsersReacted() {
    List<UserId> longIds =
        IntStream.range(0, 20)
            .mapToObj(n -> new UserId("u".repeat(99) + (char) ('a' + n)))
            .toList();
    MessageAttributes attributes =
        new MessageAttributes(
            Optional.of(new MessageType("poll")),
            Optional.of(new ReplyTo(new MessageId("m0"), 2)),
            Mentions.EVERYBODY);
    Message message =
        new Message(
            new MessageId("m1"),
            ID,
            3,
            new UserId("ann"),
            new MessageContent("hi", List.of(), Optional.of("{\"a\":1}")),
            attributes,
            Instant.EPOCH,
            Optional.empty(),
            Revision.first(4),
            List.of(
                new ReactionCount(new Reaction("x"), 25, List.of(new UserId("bob"))),
                new ReactionCount(new Reaction("y"), 20, longIds)));

    assertThat(text(encoded(new Event.MessageStored(message)).frame()))
        .contains(
            "'seq':3,'rev':4,'type':'poll','metadata':{'a':1},"
                + "'replyTo':{'messageId':'m0','seq':2},'mentions':'all',"
                + "'reactions':[{'reaction':'x','count':25,'userIds':['bob']},"
                + "{'reaction':'y','count':20,'userIds':['uuu")
        .satisfies(text -> assertThat(text.split("'u{99}[a-g]'", -1)).hasSize(8))
        .endsWith("g']}]}}");
  }

  @Test
  void aReactionIsAChangeOfItsMessage() {
    EncodedEvent event =
        encoded(
            new Event.ReactionChanged(
                ID,
                new MessageId("m1"),
                3,
                new Position(5, 9),
                new Reaction("👍"),
                new UserId("bob"),
                true,
                2));

    assertThat(text(event.frame()))
        .isEqualTo(
            "{'event':'reactionChanged','data':{'conversationId':'c','messageId':'m1','seq':3,"
                + "'rev':9,'reaction':'👍','count':2,'userId':'bob','added':true}}");
    assertThat(event.isFor(Dialect.BASE)).isFalse();
    assertThat(event.stored()).isEqualTo(new Stored(ID, 5, 8, true));
    assertThat(event.frame().conflationKey()).isNull();
  }

  @Test
  void eachEventOfClientsMayBeLostAndReplacesNoOther() {
    Event event = new Event.CustomEvent(ID, new UserId("bob"), "moved", "[1,{}]");
    EncodedEvent one = encoded(event);

    assertThat(text(one.frame()))
        .isEqualTo(
            "{'event':'customEvent','data':"
                + "{'conversationId':'c','userId':'bob','name':'moved','data':[1,{}]}}");
    assertThat(one.isFor(Dialect.BASE)).isFalse();
    assertThat(one.stored()).isNull();
    assertThat(one.frame().conflationKey())
        .isNotNull()
        .isNotEqualTo(encoded(event).frame().conflationKey());
  }

  @Test
  void aRetryIsAnsweredWithThePresentState() {
    Sent sent = new Sent(DELETED, true, new OutgoingEvent(new Event.MessageStored(DELETED)));

    assertThat(text(MessageFrames.reply(null, sent)))
        .isEqualTo(
            "{'success':true,'event':'sendMessage','duplicate':true,'message':"
                + DELETED_JSON
                + "}");
  }

  private static Message deleted(boolean bySender) {
    Deletion deletion = new Deletion(NOW, bySender);
    return message("", new Revision(9, Optional.empty(), Optional.of(deletion)));
  }

  private static Message message(String content, Revision revision) {
    return new Message(
        new MessageId("m1"),
        ID,
        3,
        new UserId("ann"),
        new MessageContent(content, List.of()),
        Instant.EPOCH,
        Optional.of(new ClientMessageId("k")),
        revision);
  }

  private static EncodedEvent encoded(Event event) {
    return EventFrames.FORMAT.encode(event);
  }

  private static String text(TextFrame frame) {
    return new String(frame.utf8(), StandardCharsets.UTF_8).replace('"', '\'');
  }
}
