package io.messageservice.protocol.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData;
import io.messageservice.application.port.in.event.EventData.ConversationState;
import io.messageservice.application.port.in.event.EventData.MessageChanged;
import io.messageservice.application.port.in.event.EventData.MessageCreated;
import io.messageservice.application.port.in.event.EventData.MessageDeleted;
import io.messageservice.application.port.in.event.EventData.MessagesDelivered;
import io.messageservice.application.port.in.event.EventData.MessagesRead;
import io.messageservice.application.port.in.event.EventData.ParticipantsChanged;
import io.messageservice.application.port.in.event.EventData.ReactionChanged;
import io.messageservice.application.port.in.event.EventData.UnreadConversation;
import io.messageservice.application.port.in.event.EventData.UnreadReminder;
import io.messageservice.application.port.in.event.EventData.UserMoved;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.in.event.RecipientPage.Recipient;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.decision.UserNote.Moved;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events as the back end of the product reads them. */
class EventJsonTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");
  private static final ConversationId C = new ConversationId("c");
  private static final EventId ID = new EventId(new Place("e1", 26), 3);

  @Test
  void aMessageComesWithThoseWhoAreToBeNotified() {
    RecipientPage page =
        new RecipientPage(List.of(new Recipient(BOB, true, false, 1, 4)), Optional.of(BOB));

    assertThat(data(EventType.MESSAGE_CREATED, new MessageCreated(7, message(), page)))
        .isEqualTo(
            "{\"conversationId\":\"c\",\"seq\":7,\"message\":{\"id\":\"m7\",\"content\":\"hello\","
                + "\"senderId\":\"ann\",\"conversationId\":\"c\","
                + "\"createdAt\":\"2026-01-02T03:04:05.678Z\",\"attachments\":[],\"seq\":7,\"rev\":7},"
                + "\"recipients\":[{\"userId\":\"bob\",\"muted\":true,\"mentioned\":false,"
                + "\"unread\":1,\"unreadTotal\":4}],\"cursor\":\"Ym9i\"}");
  }

  @Test
  void whatCannotBeReadIsLeftOut() {
    Optional<Message> none = Optional.empty();

    assertThat(data(EventType.MESSAGE_CREATED, new MessageCreated(7, none, RecipientPage.NONE)))
        .isEqualTo("{\"conversationId\":\"c\",\"seq\":7,\"recipients\":[]}");
    assertThat(data(EventType.MESSAGE_CHANGED, new MessageChanged(7, none)))
        .isEqualTo("{\"conversationId\":\"c\",\"seq\":7}");
    assertThat(data(EventType.CONVERSATION_CREATED, new ConversationState(Optional.empty())))
        .isEqualTo("{\"conversationId\":\"c\"}");
    assertThat(
            data(
                EventType.PARTICIPANT_ADDED,
                new ParticipantsChanged(Optional.empty(), List.of(BOB))))
        .isEqualTo("{\"conversationId\":\"c\",\"userIds\":[\"bob\"]}");
  }

  @Test
  void aDeletedMessageIsATombstoneAndItsFilesAreNamed() {
    EventData deleted = new MessageDeleted(7, Optional.of(tombstone()), List.of("/f/1", "/f/2"));

    assertThat(data(EventType.MESSAGE_DELETED, deleted))
        .isEqualTo(
            "{\"conversationId\":\"c\",\"seq\":7,\"message\":{\"id\":\"m7\",\"content\":\"\","
                + "\"senderId\":\"ann\",\"conversationId\":\"c\","
                + "\"createdAt\":\"2026-01-02T03:04:05.678Z\",\"attachments\":[],\"seq\":7,\"rev\":9,"
                + "\"deleted\":true,\"deletedAt\":\"2026-01-02T03:04:05.678Z\","
                + "\"deletedBy\":\"ann\"},\"fileUrls\":[\"/f/1\",\"/f/2\"]}");
  }

  @Test
  void reactionsAndMarksAreNamed() {
    ReactionChanged reaction =
        new ReactionChanged(7, Optional.of(new MessageId("m7")), BOB, Reaction.of("+1"), false);

    assertThat(data(EventType.REACTION_CHANGED, reaction))
        .isEqualTo(
            "{\"conversationId\":\"c\",\"seq\":7,\"messageId\":\"m7\",\"userId\":\"bob\","
                + "\"reaction\":\"+1\",\"added\":false}");
    assertThat(data(EventType.RECEIPT_READ, new MessagesRead(BOB, 6)))
        .isEqualTo("{\"conversationId\":\"c\",\"userId\":\"bob\",\"readUpTo\":6}");
    assertThat(data(EventType.RECEIPT_DELIVERED, new MessagesDelivered(BOB, 6)))
        .isEqualTo("{\"conversationId\":\"c\",\"userId\":\"bob\",\"deliveredUpTo\":6}");
  }

  @Test
  void participantsAndConversationsAreNamed() {
    Conversation group = Conversation.begin(C, Kind.GROUP, Participants.of(List.of(ANN)));

    assertThat(
            data(
                EventType.PARTICIPANT_REMOVED,
                new ParticipantsChanged(Optional.of(Kind.GROUP), List.of(ANN, BOB))))
        .isEqualTo("{\"conversationId\":\"c\",\"kind\":\"group\",\"userIds\":[\"ann\",\"bob\"]}");
    assertThat(data(EventType.CONVERSATION_CHANGED, new ConversationState(Optional.of(group))))
        .isEqualTo(
            "{\"conversationId\":\"c\",\"conversation\":{\"conversationId\":\"c\",\"kind\":\"group\","
                + "\"frozen\":false,\"participants\":[\"ann\"],\"participantCount\":1,\"seq\":0,"
                + "\"rev\":0,\"updatedAt\":\"1970-01-01T00:00:00.000Z\"}}");
  }

  @Test
  void whatIsOfAUserNamesNoConversation() {
    Instant seen = NOW.minusSeconds(5);
    DisplayName name = new DisplayName("Bob B.");

    assertThat(
            ofUser(
                EventType.UNREAD_REMINDER,
                new UnreadReminder(BOB, List.of(new UnreadConversation(C, 3)), 4)))
        .isEqualTo(
            "{\"userId\":\"bob\",\"conversations\":[{\"conversationId\":\"c\",\"unread\":3}],"
                + "\"unreadTotal\":4}");
    assertThat(
            ofUser(
                EventType.USER_ONLINE,
                new UserMoved(new Moved(new Transition(BOB, name, true), Optional.empty()))))
        .isEqualTo("{\"userId\":\"bob\",\"username\":\"Bob B.\"}");
    assertThat(
            ofUser(
                EventType.USER_OFFLINE,
                new UserMoved(new Moved(new Transition(BOB, name, false), Optional.of(seen)))))
        .isEqualTo(
            "{\"userId\":\"bob\",\"username\":\"Bob B.\","
                + "\"lastSeenAt\":\"2026-01-02T03:04:00.678Z\"}");
  }

  private static String ofUser(EventType type, EventData data) {
    return data(new BackEndEvent(ID, type, NOW, Optional.empty(), Optional.empty(), data));
  }

  @Test
  void aWebhookHasItsIdOutsideItsBody() {
    BackEndEvent event = event(EventType.RECEIPT_READ, new MessagesRead(BOB, 6));
    String data = "\"data\":{\"conversationId\":\"c\",\"userId\":\"bob\",\"readUpTo\":6}}";

    assertThat(text(EventJson.webhook(event)))
        .isEqualTo("{\"type\":\"receipt.read\",\"timestamp\":\"2026-01-02T03:04:05.678Z\"," + data);
    assertThat(text(EventJson.batched(event)))
        .isEqualTo(
            "{\"id\":\"e1-000000000000001a-000003\",\"type\":\"receipt.read\","
                + "\"timestamp\":\"2026-01-02T03:04:05.678Z\","
                + data);
  }

  @Test
  void anEventOfATracedCommandHasItsTrace() {
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    MessagesRead data = new MessagesRead(BOB, 6);
    BackEndEvent event =
        new BackEndEvent(
            ID, EventType.RECEIPT_READ, NOW, Optional.of(C), Optional.of(parent), data);

    assertThat(text(EventJson.encoded(event)))
        .contains("05.678Z\",\"traceparent\":\"" + parent + "\",\"data\":{\"conv");
    assertThat(text(EventJson.webhook(event))).contains(",\"traceparent\":\"" + parent + "\",");
    assertThat(text(EventJson.batched(event))).contains(",\"traceparent\":\"" + parent + "\",");
  }

  /** The data of an event, of which the rest is as it should be. */
  private static String data(EventType type, EventData data) {
    return data(event(type, data));
  }

  private static String data(BackEndEvent event) {
    String text = text(EventJson.encoded(event));
    String before =
        "{\"id\":\"e1-000000000000001a-000003\",\"type\":\""
            + event.type().text()
            + "\",\"time\":\"2026-01-02T03:04:05.678Z\",\"data\":";
    assertThat(text).startsWith(before).endsWith("}");
    return text.substring(before.length(), text.length() - 1);
  }

  private static BackEndEvent event(EventType type, EventData data) {
    return new BackEndEvent(ID, type, NOW, Optional.of(C), Optional.empty(), data);
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static Optional<Message> message() {
    return Optional.of(
        new Message(
            new MessageId("m7"), C, 7, ANN, MessageContent.of("hello"), NOW, Optional.empty()));
  }

  private static Message tombstone() {
    return new Message(
        new MessageId("m7"),
        C,
        7,
        ANN,
        MessageContent.NONE,
        MessageAttributes.NONE,
        NOW,
        Optional.empty(),
        new Revision(9, Optional.empty(), Optional.of(new Deletion(NOW, true))),
        List.of());
  }
}
