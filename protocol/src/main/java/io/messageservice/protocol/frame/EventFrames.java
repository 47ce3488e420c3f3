package io.messageservice.protocol.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.EncodedEvent.Position;
import io.messageservice.protocol.json.Json;
import java.io.IOException;

/**
 * The wire format of JSON sessions, of both dialects: pushes are {@code {"event": NAME, "data":
 * OBJECT}}. Any thread may call.
 */
public final class EventFrames implements WireFormat<EncodedEvent> {

  /** The format of all JSON sessions. */
  public static final EventFrames FORMAT = new EventFrames();

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

  /** Says that messages of the conversation are left out, from the message on. */
  public static TextFrame lagged(Position from) {
    return kept(
        "lagged",
        json -> {
          json.writeStringField("conversationId", from.conversation().value());
          json.writeNumberField("fromSeq", from.seq());
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

    @Override
    public EncodedEvent stored(Event.MessageStored event) {
      Message message = event.message();
      return new EncodedEvent(
          MessageFrames.push(message), null, new Position(message.conversation(), message.seq()));
    }

    @Override
    public EncodedEvent relayed(Event.MessageRelayed event) {
      return EncodedEvent.of(MessageFrames.push(event.data()), null);
    }

    @Override
    public EncodedEvent read(Event.MessageRead event) {
      TextFrame frame =
          TextFrame.ephemeral(
              push(
                  "messageReadStatusChanged",
                  json ->
                      writeRead(
                          json,
                          event.message(),
                          event.read(),
                          event.conversation(),
                          event.reader())),
              new ConflationKey(
                  ConflationKey.State.READ, event.message().value(), event.reader().value()));
      return EncodedEvent.of(frame, Dialect.BASE);
    }

    @Override
    public EncodedEvent markMoved(Event.MarkMoved event) {
      ReadMark mark = event.mark();
      TextFrame frame =
          TextFrame.ephemeral(
              push(
                  "messageReadStatusChanged",
                  json -> {
                    writeRead(
                        json, event.message(), event.read(), mark.conversation(), mark.reader());
                    json.writeNumberField("seq", event.seq());
                    json.writeNumberField("readUpTo", mark.readUpTo());
                  }),
              new ConflationKey(
                  ConflationKey.State.MARK, mark.conversation().value(), mark.reader().value()));
      return EncodedEvent.of(frame, Dialect.V1);
    }

    @Override
    public EncodedEvent conversationRead(Event.ConversationRead event) {
      return ephemeral(
          push(
              "conversationReadStatusChanged",
              json -> {
                json.writeStringField("conversationId", event.conversation().value());
                json.writeStringField("userId", event.reader().value());
                json.writeNumberField("updatedCount", event.updated());
              }),
          new ConflationKey(
              ConflationKey.State.CONVERSATION_READ,
              event.conversation().value(),
              event.reader().value()));
    }

    @Override
    public EncodedEvent typing(Event.TypingChanged event) {
      return ephemeral(
          push(
              "userTyping",
              json -> {
                writeUser(json, event.user().value(), event.name().value());
                json.writeStringField("conversationId", event.conversation().value());
                json.writeBooleanField("isTyping", event.typing());
              }),
          new ConflationKey(
              ConflationKey.State.TYPING, event.conversation().value(), event.user().value()));
    }

    @Override
    public EncodedEvent presence(Event.PresenceChanged event) {
      return ephemeral(
          push(
              event.online() ? "userOnline" : "userOffline",
              json -> writeUser(json, event.user().value(), event.name().value())),
          new ConflationKey(ConflationKey.State.PRESENCE, event.user().value(), ""));
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

    private static void writeUser(JsonGenerator json, String id, String name) throws IOException {
      json.writeStringField("userId", id);
      json.writeStringField("username", name);
    }
  }

  /** For every connection. */
  private static EncodedEvent ephemeral(byte[] utf8, Object key) {
    return EncodedEvent.of(TextFrame.ephemeral(utf8, key), null);
  }
}
