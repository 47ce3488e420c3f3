package io.messageservice.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Answer.Accepted;
import io.messageservice.application.port.out.BeforeSend.Answer.Rejected;
import io.messageservice.application.port.out.BeforeSend.Question;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.Limits;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** What a hook is asked before a message is stored, and what it answers. Any thread may call. */
public final class BeforeSendJson {

  /** The longest text of a rejection, in code points; what is longer is cut. */
  static final int MAX_TEXT = 500;

  private static final String REJECTED = "the message was rejected";

  private final PayloadReader reader;
  private final Limits limits;

  /** Under these limits. */
  public BeforeSendJson(Limits limits) {
    this.reader = new PayloadReader(limits);
    this.limits = limits;
  }

  /** The question as UTF-8. */
  public static byte[] encoded(Question question) {
    return Json.write(
        json -> {
          json.writeStringField("action", question.edited().isPresent() ? "edit" : "send");
          json.writeStringField("conversationId", question.conversation().value());
          json.writeStringField("senderId", question.sender().value());
          json.writeObjectFieldStart("message");
          writeMessage(json, question);
          json.writeEndObject();
        });
  }

  private static void writeMessage(JsonGenerator json, Question question) throws IOException {
    if (question.edited().isPresent()) {
      json.writeStringField("id", question.edited().get().value());
    }
    json.writeStringField("content", question.content().text());
    json.writeStringField("senderId", question.sender().value());
    json.writeStringField("conversationId", question.conversation().value());
    MessageJson.writeAttachments(json, question.content());
    if (question.type().isPresent()) {
      json.writeStringField("type", question.type().get().value());
    }
    if (question.key().isPresent()) {
      json.writeStringField("clientMessageId", question.key().get().value());
    }
    MessageJson.writeMetadata(json, question.content().metadata());
    if (question.replyTo().isPresent()) {
      json.writeObjectFieldStart("replyTo");
      json.writeStringField("messageId", question.replyTo().get().value());
      json.writeEndObject();
    }
    MessageJson.writeMentions(json, question.mentions());
  }

  /**
   * The answer.
   *
   * @param asked the content that the hook was asked about
   * @throws InvalidFrame where it is none; {@code too_large} where it changes the message to what
   *     cannot be stored
   */
  public Answer read(byte[] body, MessageContent asked) throws InvalidFrame {
    Payload payload = reader.read(body, body.length);
    return switch (payload.optionalText("action").orElse("")) {
      case "accept" -> accepted(payload, asked);
      case "reject" -> new Rejected(Refusal.rejected(text(payload)));
      default -> throw InvalidFrame.payload("action: accept or reject");
    };
  }

  private static String text(Payload payload) throws InvalidFrame {
    String text = payload.optionalText("text").filter(given -> !given.isBlank()).orElse(REJECTED);
    return text.codePointCount(0, text.length()) > MAX_TEXT
        ? text.substring(0, text.offsetByCodePoints(0, MAX_TEXT))
        : text;
  }

  private Accepted accepted(Payload payload, MessageContent content) throws InvalidFrame {
    if (!payload.isGiven("content") && !payload.isGiven("metadata")) {
      return Accepted.UNCHANGED;
    }
    MessageEdit given = payload.edit(limits);
    MessageEdit change =
        new MessageEdit(given.text(), Optional.empty(), given.metadata(), OptionalLong.empty());
    MessageContent after = change.appliedTo(content);
    if (after.isEmpty() || !MessageJson.fits(after, limits)) {
      throw InvalidFrame.tooLarge("the changed message is empty or too large");
    }
    return new Accepted(change);
  }
}
