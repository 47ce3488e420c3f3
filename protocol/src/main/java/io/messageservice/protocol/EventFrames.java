package io.messageservice.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.event.Event;
import io.messageservice.application.port.out.Encoder;
import java.io.IOException;

/** Writes pushes: {@code {"event": NAME, "data": OBJECT}}. Any thread may call. */
public final class EventFrames implements Encoder {

  private static final Event.Cases<TextFrame> FRAMES = new Frames();

  @Override
  public Encoded encode(Event event) {
    return new EncodedEvent(event.match(FRAMES));
  }

  /** The frame for a push without a slot: it must arrive. */
  static TextFrame kept(String event, Json.Writer data) {
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

  private static final class Frames implements Event.Cases<TextFrame> {

    @Override
    public TextFrame said(Event.MessageSaid event) {
      return SaidFrames.push(event.message());
    }

    @Override
    public TextFrame read(Event.MessageRead event) {
      return TextFrame.ephemeral(
          push(
              "messageReadStatusChanged",
              json -> {
                json.writeStringField("messageId", event.message().value());
                json.writeBooleanField("read", event.read());
                json.writeStringField("conversationId", event.conversation().value());
                json.writeStringField("userId", event.reader().value());
              }),
          new ReadSlot(event.message().value(), event.reader().value()));
    }

    @Override
    public TextFrame conversationRead(Event.ConversationRead event) {
      return TextFrame.ephemeral(
          push(
              "conversationReadStatusChanged",
              json -> {
                json.writeStringField("conversationId", event.conversation().value());
                json.writeStringField("userId", event.reader().value());
                json.writeNumberField("updatedCount", event.updated());
              }),
          new ConversationReadSlot(event.conversation().value(), event.reader().value()));
    }

    @Override
    public TextFrame typing(Event.TypingChanged event) {
      return TextFrame.ephemeral(
          push(
              "userTyping",
              json -> {
                writeUser(json, event.user().value(), event.name().value());
                json.writeStringField("conversationId", event.conversation().value());
                json.writeBooleanField("isTyping", event.typing());
              }),
          new TypingSlot(event.conversation().value(), event.user().value()));
    }

    @Override
    public TextFrame presence(Event.PresenceChanged event) {
      return TextFrame.ephemeral(
          push(
              event.online() ? "userOnline" : "userOffline",
              json -> writeUser(json, event.user().value(), event.name().value())),
          new PresenceSlot(event.user().value()));
    }

    private static void writeUser(JsonGenerator json, String id, String name) throws IOException {
      json.writeStringField("userId", id);
      json.writeStringField("username", name);
    }
  }

  private record ReadSlot(String message, String reader) {}

  private record ConversationReadSlot(String conversation, String reader) {}

  private record TypingSlot(String conversation, String user) {}

  private record PresenceSlot(String user) {}
}
