package io.messageservice.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.contract.SchemaMembers;
import io.messageservice.blackbox.contract.SocketContract;
import io.messageservice.blackbox.contract.SocketMessage;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Attachment;
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
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.EncodedEvent;
import io.messageservice.protocol.frame.EventFrames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each event has its push in {@code docs/asyncapi.yaml}, with each member, and no push is left. */
final class DocumentedEventsTest {

  private static final ConversationId LOBBY = new ConversationId("lobby");
  private static final UserId ALICE = new UserId("alice");
  private static final DisplayName NAME = new DisplayName("Alice");
  private static final MessageId ID = new MessageId("1c5f3a52");

  private static final Revision SENT = Revision.first(1);
  private static final Revision EDITED =
      new Revision(2, Optional.of(Instant.EPOCH), Optional.empty());
  private static final Revision DELETED =
      new Revision(2, Optional.empty(), Optional.of(new Deletion(Instant.EPOCH, false)));
  private static final Position HERE = new Position(1, 2);
  private static final Reaction LIKE = new Reaction("+1");
  private static final MessageAttributes ATTRIBUTES =
      new MessageAttributes(
          Optional.of(new MessageType("poll")),
          Optional.of(new ReplyTo(ID, 1)),
          new Mentions(false, List.of(ALICE)));

  private static final ParticipantsDelta PARTICIPANTS =
      new ParticipantsDelta(Set.of(ALICE), Set.of(new UserId("bob")), Map.of(ALICE, Role.OWNER));

  /** Of each kind all that it may have. */
  private static final List<Event> EVENTS =
      List.of(
          new Event.MessageStored(message(SENT)),
          new Event.MessageStored(message(EDITED)),
          new Event.MessageStored(message(DELETED)),
          new Event.MessageChanged(message(EDITED), HERE),
          new Event.MessageChanged(message(DELETED), HERE),
          new Event.ReactionChanged(LOBBY, ID, 1, HERE, LIKE, ALICE, true, 1),
          changedGroup(PARTICIPANTS, false),
          changedGroup(ParticipantsDelta.NONE, true),
          new Event.RemovedFromConversation(LOBBY, 2),
          new Event.CustomEvent(LOBBY, ALICE, "cursorMoved", "{\"x\":3}"),
          new Event.CaughtUp(LOBBY, HERE),
          new Event.MessageRelayed("{\"id\":17}"),
          new Event.MessageRead(LOBBY, ID, true, ALICE),
          new Event.MarkMoved(new ReadMark(LOBBY, ALICE, 1), ID, 1, true),
          new Event.ConversationRead(LOBBY, ALICE, 1),
          new Event.MessageDelivered(new DeliveredMark(LOBBY, ALICE, 1)),
          new Event.PreferencesChanged(new OwnPreferences(LOBBY, ALICE, Preferences.NONE)),
          new Event.UnreadChanged(Optional.empty(), Unread.NONE, UnreadTotal.NONE),
          new Event.UnreadChanged(Optional.of(LOBBY), new Unread(2, 1), new UnreadTotal(2, 1, 1)),
          new Event.TypingChanged(LOBBY, ALICE, NAME, true),
          new Event.PresenceChanged(ALICE, NAME, true),
          new Event.PresenceChanged(ALICE, NAME, false),
          new Event.NoticeGiven("orderShipped", "{\"order\":7}"));

  /** What sessions send of themselves, without an event. */
  private static final Set<String> OF_SESSIONS = Set.of("helloPush", "pongPush");

  private static Event changedGroup(ParticipantsDelta participants, boolean unnamed) {
    ConversationData data =
        new ConversationData(
            Optional.of("A title"), Optional.of("/a.png"), Optional.of("{}"), false);
    return new ConversationChanged(
        LOBBY, HERE, data, true, 1, participants, unnamed, Optional.of(Role.OWNER));
  }

  private static Message message(Revision revision) {
    Attachment file =
        new Attachment(
            Optional.of("f-1"), "/plan.pdf", "plan.pdf", "application/pdf", 5, Optional.of("{}"));
    boolean isDeleted = revision.equals(DELETED);
    return new Message(
        ID,
        LOBBY,
        1,
        ALICE,
        isDeleted
            ? MessageContent.NONE
            : new MessageContent("Hello!", List.of(file), Optional.of("{}")),
        ATTRIBUTES,
        Instant.EPOCH,
        Optional.of(new ClientMessageId("a-1")),
        revision,
        isDeleted ? List.of() : List.of(new ReactionCount(LIKE, 1, List.of(ALICE))));
  }

  @Test
  void thereIsOneOfEachKind() {
    assertThat(EVENTS.stream().map(Event::getClass).collect(Collectors.toSet()))
        .isEqualTo(kinds(Event.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> kinds(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(DocumentedEventsTest::kinds)
        : Stream.of(sealed);
  }

  @Test
  void eachIsDescribedWithEachMemberAndEachThatIsDescribedExists() {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Event event : EVENTS) {
      EncodedEvent encoded = EventFrames.FORMAT.encode(event);
      for (Dialect dialect : Dialect.values()) {
        if (encoded.isFor(dialect)) {
          find(encoded.frame(), nameOf(dialect), found);
        }
      }
    }
    find(EventFrames.lagged(LOBBY, 1, 0), SocketContract.SUBPROTOCOL, found);

    Map<String, Set<String>> described = new TreeMap<>();
    SocketMessage.all().stream()
        .filter(SocketMessage::isPush)
        .filter(push -> !OF_SESSIONS.contains(push.key()))
        .forEach(push -> described.put(push.key(), SchemaMembers.named(push.schema())));
    assertThat(found).isEqualTo(described);
  }

  private static String nameOf(Dialect dialect) {
    return switch (dialect) {
      case BASE -> "base";
      case V1 -> SocketContract.SUBPROTOCOL;
    };
  }

  /** Adds the members of the frame to the only message of the dialect that it is like. */
  private static void find(TextFrame sent, String dialect, Map<String, Set<String>> found) {
    JsonNode frame = Json.parse(new String(sent.utf8(), StandardCharsets.UTF_8));
    List<SocketMessage> like =
        SocketMessage.all().stream()
            .filter(message -> message.isPush() && message.isOf(dialect))
            .filter(
                message ->
                    SocketContract.DOCUMENT.compiled(message.schema()).validate(frame).isEmpty())
            .toList();

    assertThat(like).as("%s", frame).hasSize(1);
    found
        .computeIfAbsent(like.get(0).key(), key -> new TreeSet<>())
        .addAll(SchemaMembers.present(like.get(0).schema(), frame));
  }
}
