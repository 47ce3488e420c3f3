package io.messageservice.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.messageservice.application.port.in.FetchMessages;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.MarkAsRead;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.SendMessage;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.view.ResumePoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what clients send. Immutable; any thread may call. */
final class FrameDecoder {

  private final JsonFactory factory;
  private final AttachmentReader attachments;
  private final Limits limits;

  FrameDecoder(Limits limits) {
    this.factory = Json.readingUpTo(limits.maxDepth());
    this.attachments = new AttachmentReader(limits);
    this.limits = limits;
  }

  /** The frame; never fails, what is wrong becomes a {@link Command.Invalid}. */
  ClientFrame decode(byte[] buffer, int offset, int length) {
    Envelope envelope = new Envelope(length);
    try {
      try (JsonParser parser = factory.createParser(buffer, offset, length)) {
        envelope.read(parser, attachments);
      }
      if (Texts.areSuspect(buffer, offset, length)) {
        try (JsonParser parser = factory.createParser(buffer, offset, length)) {
          Texts.check(parser);
        }
      }
      return envelope.frame(command(envelope, length));
    } catch (InvalidFrame invalid) {
      boolean unreadable = invalid.refusal().code() == Refusal.Code.INVALID_FORMAT;
      return unreadable
          ? unreadable(invalid, length)
          : envelope.frame(new Command.Invalid(invalid.refusal()));
    } catch (IOException malformed) {
      return unreadable(
          InvalidFrame.format("not a JSON object of at most " + limits.maxDepth() + " levels"),
          length);
    }
  }

  /**
   * The commands of a frame that is an array, each as if it had come alone; one error where the
   * frame is not as it should be. Never fails.
   */
  List<ClientFrame> decodeArray(byte[] buffer, int offset, int length) {
    try {
      return CommandArray.elements(factory, buffer, offset, length).stream()
          .map(element -> decode(buffer, offset + element.offset(), element.length()))
          .toList();
    } catch (InvalidFrame invalid) {
      return List.of(unreadable(invalid, length));
    } catch (IOException malformed) {
      return List.of(
          unreadable(
              InvalidFrame.format("not JSON of at most " + limits.maxDepth() + " levels"), length));
    }
  }

  private static ClientFrame unreadable(InvalidFrame invalid, int length) {
    return new ClientFrame(null, null, new Command.Invalid(invalid.refusal()), length);
  }

  private Command command(Envelope envelope, int length) throws InvalidFrame {
    String event = envelope.event();
    return switch (event) {
      case "sendMessage" -> new Command.Send(sendMessage(envelope.payload(), length));
      case "joinConversation" -> new Command.Join(join(envelope.payload()));
      case "leaveConversation" -> new Command.Leave(envelope.payload().conversationId());
      case "markAsRead" -> new Command.MarkRead(mark(envelope.payload()));
      case "markConversationAsRead" ->
          new Command.MarkConversation(markConversation(envelope.payload()));
      case "typing" -> typing(envelope.payload());
      case "fetchMessages" -> new Command.Fetch(fetch(envelope.payload()));
      case "getPresence" -> new Command.Presence(envelope.payload().userIds());
      case "listConversations" -> new Command.ListAll(list(envelope.payload()));
      case "authenticate" -> new Command.Authenticate(envelope.payload().token());
      case "ping" -> envelope.withOptionalPayload(new Command.Ping());
      case "pong" -> envelope.withOptionalPayload(new Command.Pong());
      default -> throw new InvalidFrame(new Refusal(Refusal.Code.UNKNOWN_EVENT, "no such event"));
    };
  }

  private SendMessage.Request sendMessage(Payload payload, int length) throws InvalidFrame {
    MessageContent content = payload.content(limits.maxContentLength());
    limits.requireFits(content, length);
    return new SendMessage.Request(
        payload.conversationId(), content, payload.receiverId(), payload.clientMessageId());
  }

  private static JoinConversation.Request join(Payload payload) throws InvalidFrame {
    Optional<Long> after = payload.position("afterSeq");
    Optional<String> epoch = payload.optionalText("epoch");
    Optional<Long> maxReplay = payload.position("maxReplay");
    return new JoinConversation.Request(
        payload.conversationId(), after.map(seq -> new ResumePoint(seq, epoch, maxReplay)));
  }

  private static MarkAsRead.Mark mark(Payload payload) throws InvalidFrame {
    return new MarkAsRead.Mark(payload.messageId(), payload.flagOr(true, "read"));
  }

  private static MarkConversationAsRead.Request markConversation(Payload payload)
      throws InvalidFrame {
    return new MarkConversationAsRead.Request(
        payload.conversationId(), payload.position("upToSeq").orElse(Long.MAX_VALUE));
  }

  private static Command typing(Payload payload) throws InvalidFrame {
    return new Command.Typing(payload.conversationId(), payload.flag("isTyping"));
  }

  private static FetchMessages.Request fetch(Payload payload) throws InvalidFrame {
    Optional<Long> before = payload.position("beforeSeq");
    Optional<Long> after = payload.position("afterSeq");
    if (before.isPresent() && after.isPresent()) {
      throw InvalidFrame.payload("beforeSeq, afterSeq: one of them at most");
    }
    return new FetchMessages.Request(
        payload.conversationId(),
        after.isPresent() ? FetchMessages.Direction.AFTER : FetchMessages.Direction.BEFORE,
        after.or(() -> before).orElse(Long.MAX_VALUE),
        limit(payload, FetchMessages.DEFAULT_LIMIT, FetchMessages.MAX_LIMIT));
  }

  private static ListConversations.Request list(Payload payload) throws InvalidFrame {
    return new ListConversations.Request(
        payload.cursor(),
        limit(payload, ListConversations.DEFAULT_LIMIT, ListConversations.MAX_LIMIT));
  }

  private static int limit(Payload payload, long otherwise, int max) throws InvalidFrame {
    return (int) Math.max(1, Math.min(payload.number("limit").orElse(otherwise), max));
  }

  /** The outer object, as far as it was read. */
  private static final class Envelope {
    private @Nullable String event;
    private @Nullable Ref ref;
    private boolean badRef;
    private boolean hasPayload;
    private @Nullable Payload payload;
    private final int bytes;

    Envelope(int bytes) {
      this.bytes = bytes;
    }

    void read(JsonParser parser, AttachmentReader attachments) throws IOException, InvalidFrame {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw InvalidFrame.format("not a JSON object");
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        switch (name) {
          case "event" -> readEvent(parser, token);
          case "ref" -> readRef(parser, token);
          case "payload" -> readPayload(parser, token, attachments);
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw InvalidFrame.format("one JSON object in a frame");
      }
      if (event == null) {
        throw InvalidFrame.format("event: a string");
      }
    }

    private void readEvent(JsonParser parser, JsonToken token) throws IOException {
      event = token == JsonToken.VALUE_STRING ? parser.getText() : null;
      parser.skipChildren();
    }

    private void readRef(JsonParser parser, JsonToken token) throws IOException {
      boolean integer =
          token == JsonToken.VALUE_NUMBER_INT
              || (token == JsonToken.VALUE_NUMBER_FLOAT && Numbers.isWhole(parser.getText()));
      boolean scalar = integer || token == JsonToken.VALUE_STRING;
      boolean good = scalar && parser.getTextLength() <= Ref.MAX_LENGTH;
      ref = good ? new Ref(parser.getText(), integer) : null;
      badRef = !good && token != JsonToken.VALUE_NULL;
      parser.skipChildren();
    }

    private void readPayload(JsonParser parser, JsonToken token, AttachmentReader attachments)
        throws IOException {
      hasPayload = true;
      payload = token == JsonToken.START_OBJECT ? Payload.read(parser, attachments) : null;
      parser.skipChildren();
    }

    String event() throws InvalidFrame {
      if (badRef) {
        throw InvalidFrame.payload(
            "ref: an integer, or a string of at most " + Ref.MAX_LENGTH + " characters");
      }
      if (event == null) {
        throw new IllegalStateException("not read");
      }
      return event;
    }

    Payload payload() throws InvalidFrame {
      if (payload == null) {
        throw InvalidFrame.payload("payload: an object");
      }
      return payload;
    }

    Command withOptionalPayload(Command command) throws InvalidFrame {
      if (hasPayload) {
        payload();
      }
      return command;
    }

    ClientFrame frame(Command command) {
      return new ClientFrame(event, ref, command, bytes);
    }
  }
}
