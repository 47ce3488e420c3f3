package io.messageservice.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.ConflationKey.State;
import io.messageservice.protocol.frame.EncodedEvent.Stored;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.PersonalJson;
import io.messageservice.protocol.json.ReactionJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of JSON sessions, of both dialects: pushes are {@code {"event": NAME, "data":
 * OBJECT}}. Any thread may call.
 */
public final class EventFrames implements WireFormat<EncodedEvent> {

  /** The format of all JSON sessions. */
  public static final EventFrames FORMAT = new EventFrames();

  private static final String CONVERSATION_CHANGED = "conversationChanged";

  private static final Event.Cases<EncodedEvent> FRAMES = new Frames();

  private EventFrames() {}

  @Override
  public EncodedEvent encode(Event event) {
    return event.match(FRAMES);
  }

  @Override
  public int sizeBytes(EncodedEvent encoded) {
    return encoded.frame().utf8().length;
  }

  /**
   * Announces that what is stored in the conversation is left out, from there on.
   *
   * @param fromSeq the first message that is left out
   * @param afterRev the change after which changes are left out
   */
  public static TextFrame lagged(ConversationId conversation, long fromSeq, long afterRev) {
    return kept(
        "lagged",
        json -> {
          json.writeStringField("conversationId", conversation.value());
          json.writeNumberField("fromSeq", fromSeq);
          json.writeNumberField("afterRev", afterRev);
        });
  }

  /** The frame for a push without a key: it must arrive. */
  public static TextFrame kept(String event, Json.Writer data) {
    return TextFrame.kept(push(event, data));
  }

  private static byte[] push(String event, Json.Writer data) {
    return Json.write(
        json -> {
          json.writeStringField("event", event);
          json.writeObjectFieldStart("data");
          data.writeTo(json);
          json.writeEndObject();
        });
  }

  private static final class Frames implements Event.Cases<EncodedEvent> {

    /** Clients of the base contract know no deleted message. */
    @Override
    public EncodedEvent stored(Event.MessageStored event) {
      Message message = event.message();
      return EncodedEvent.of(
          MessageFrames.push(message),
          message.isDeleted() ? Dialect.V1 : null,
          new Stored(message.conversation(), message.seq() - 1, message.rev() - 1, false));
    }

    @Override
    public EncodedEvent changed(Event.MessageChanged event) {
      Message message = event.message();
      EncodedEvent encoded =
          EncodedEvent.of(MessageFrames.changed(message), Dialect.V1, change(event));
      boolean hasCounted = message.isDeleted() && !message.attributes().isSystem();
      return hasCounted ? encoded.with(UnreadChange.ofDeleted(message)) : encoded;
    }

    @Override
    public EncodedEvent reacted(Event.ReactionChanged event) {
      TextFrame frame =
          kept(
              "reactionChanged",
              json -> {
                ReactionJson.writeMembers(json, event);
                json.writeStringField("userId", event.user().value());
                json.writeBooleanField("added", event.added());
              });
      return EncodedEvent.of(frame, Dialect.V1, change(event));
    }

    private static Stored change(Event.ChangeEvent event) {
      long before = event.position().rev() - 1;
      return new Stored(event.conversation(), event.position().seq(), before, true);
    }

    /** To whom it names their role, the group may be new. */
    @Override
    public EncodedEvent conversationChanged(ConversationChanged event) {
      EncodedEvent encoded =
          EncodedEvent.of(
              kept(CONVERSATION_CHANGED, json -> ConversationJson.writeChange(json, event)),
              Dialect.V1,
              change(event));
      return event.own().isPresent()
          ? encoded.with(UnreadChange.of(event.conversation()))
          : encoded;
    }

    @Override
    public EncodedEvent removed(Event.RemovedFromConversation event) {
      return EncodedEvent.of(
              kept(
                  CONVERSATION_CHANGED,
                  json -> {
                    json.writeStringField("conversationId", event.conversation().value());
                    json.writeNumberField("rev", event.rev());
                    json.writeBooleanField("removed", true);
                  }),
              Dialect.V1)
          .with(UnreadChange.of(event.conversation()));
    }

    /** No two of them are the same state, so none replaces another. */
    @Override
    public EncodedEvent custom(Event.CustomEvent event) {
      byte[] frame =
          push(
              "customEvent",
              json -> {
                json.writeStringField("conversationId", event.conversation().value());
                json.writeStringField("userId", event.user().value());
                json.writeStringField("name", event.name());
                json.writeFieldName("data");
                json.writeRawValue(event.data());
              });
      return EncodedEvent.of(TextFrame.ephemeral(frame, new Object()), Dialect.V1);
    }

    @Override
    public EncodedEvent caughtUp(Event.CaughtUp event) {
      return EncodedEvent.of(
          kept(
              "caughtUp",
              json -> {
                json.writeStringField("conversationId", event.conversation().value());
                json.writeNumberField("seq", event.position().seq());
                json.writeNumberField("rev", event.position().rev());
              }),
          Dialect.V1);
    }

    @Override
    public EncodedEvent relayed(Event.MessageRelayed event) {
      return EncodedEvent.of(MessageFrames.push(event.data()), null);
    }

    @Override
    public EncodedEvent read(Event.MessageRead event) {
      return ephemeral(
          Dialect.BASE,
          new ConflationKey(State.READ, event.message().value(), event.reader().value()),
          "messageReadStatusChanged",
          json ->
              writeRead(json, event.message(), event.read(), event.conversation(), event.reader()));
    }

    @Override
    public EncodedEvent markMoved(Event.MarkMoved event) {
      ReadMark mark = event.mark();
      return ephemeral(
              Dialect.V1,
              new ConflationKey(State.MARK, mark.conversation().value(), mark.user().value()),
              "messageReadStatusChanged",
              json -> {
                writeRead(json, event.message(), event.read(), mark.conversation(), mark.user());
                json.writeNumberField("seq", event.seq());
                json.writeNumberField("readUpTo", mark.readUpTo());
              })
          .with(UnreadChange.of(mark.conversation(), mark.user()));
    }

    @Override
    public EncodedEvent conversationRead(Event.ConversationRead event) {
      String conversation = event.conversation().value();
      String reader = event.reader().value();
      return ephemeral(
          null,
          new ConflationKey(State.CONVERSATION_READ, conversation, reader),
          "conversationReadStatusChanged",
          json -> {
            json.writeStringField("conversationId", conversation);
            json.writeStringField("userId", reader);
            json.writeNumberField("updatedCount", event.updated());
          });
    }

    @Override
    public EncodedEvent delivered(Event.MessageDelivered event) {
      DeliveredMark mark = event.mark();
      return ephemeral(
          Dialect.V1,
          new ConflationKey(State.DELIVERED, mark.conversation().value(), mark.user().value()),
          "messageDelivered",
          json -> {
            json.writeStringField("conversationId", mark.conversation().value());
            json.writeStringField("userId", mark.user().value());
            json.writeNumberField("deliveredUpTo", mark.deliveredUpTo());
          });
    }

    @Override
    public EncodedEvent preferencesChanged(Event.PreferencesChanged event) {
      return ephemeral(
              Dialect.V1,
              new ConflationKey(State.PREFERENCES, event.conversation().value(), ""),
              "preferencesChanged",
              PersonalJson.members(event.own()))
          .with(UnreadChange.of(event.conversation(), event.own().user()));
    }

    @Override
    public EncodedEvent unreadChanged(Event.UnreadChanged event) {
      String conversation = event.conversation().map(ConversationId::value).orElse("");
      return ephemeral(
          Dialect.V1,
          new ConflationKey(State.UNREAD, conversation, ""),
          "unreadChanged",
          PersonalJson.members(event));
    }

    @Override
    public EncodedEvent typing(Event.TypingChanged event) {
      return ephemeral(
          null,
          new ConflationKey(State.TYPING, event.conversation().value(), event.user().value()),
          "userTyping",
          json -> {
            writeUser(json, event.user(), event.name());
            json.writeStringField("conversationId", event.conversation().value());
            json.writeBooleanField("isTyping", event.typing());
          });
    }

    @Override
    public EncodedEvent presence(Event.PresenceChanged event) {
      return ephemeral(
          null,
          new ConflationKey(State.PRESENCE, event.user().value(), ""),
          event.online() ? "userOnline" : "userOffline",
          json -> writeUser(json, event.user(), event.name()));
    }

    @Override
    public EncodedEvent notice(Event.NoticeGiven event) {
      return EncodedEvent.of(TextFrame.kept(noticeFrame(event)), Dialect.V1);
    }

    private static byte[] noticeFrame(Event.NoticeGiven event) {
      return Json.write(
          json -> {
            json.writeStringField("event", "notice");
            if (!event.name().isEmpty()) {
              json.writeStringField("notice", event.name());
            }
            json.writeFieldName("data");
            json.writeRawValue(event.data());
          });
    }

    private static void writeRead(
        JsonGenerator json,
        MessageId message,
        boolean read,
        ConversationId conversation,
        UserId reader)
        throws IOException {
      json.writeStringField("messageId", message.value());
      json.writeBooleanField("read", read);
      json.writeStringField("conversationId", conversation.value());
      json.writeStringField("userId", reader.value());
    }

    private static void writeUser(JsonGenerator json, UserId user, DisplayName name)
        throws IOException {
      json.writeStringField("userId", user.value());
      json.writeStringField("username", name.value());
    }

    /**
     * @param only whose connections take it; null where all do
     */
    private static EncodedEvent ephemeral(
        @Nullable Dialect only, ConflationKey key, String event, Json.Writer data) {
      return EncodedEvent.of(TextFrame.ephemeral(push(event, data), key), only);
    }
  }
}
