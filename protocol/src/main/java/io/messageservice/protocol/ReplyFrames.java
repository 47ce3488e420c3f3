package io.messageservice.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.JoinConversation.Joined;
import io.messageservice.application.port.in.MarkAsRead.Mark;
import io.messageservice.application.port.in.MarkConversationAsRead.Marked;
import io.messageservice.application.port.in.Present;
import io.messageservice.application.port.in.SendMessage.Sent;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.receipt.ReadMark;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the answers to commands, each with {@code success} and {@code event}. */
final class ReplyFrames {

  private ReplyFrames() {}

  static TextFrame sent(@Nullable Ref ref, Sent sent) {
    return SaidFrames.reply(ref, sent.duplicate(), ((EncodedEvent) sent.event()).frame());
  }

  static TextFrame joined(@Nullable Ref ref, Joined joined) {
    return success(
        "joinConversation",
        ref,
        json -> {
          writeConversation(json, joined.conversation());
          json.writeStringField("kind", name(joined.kind()));
          json.writeNumberField("seq", joined.seq());
          json.writeNumberField("firstSeq", joined.firstSeq());
          json.writeStringField("epoch", joined.epoch());
          if (joined.recovered().isPresent()) {
            json.writeBooleanField("recovered", joined.recovered().get());
          }
          writeStanding(json, joined.standing());
          writePresent(json, joined.present());
        });
  }

  private static void writeStanding(JsonGenerator json, ReadState standing) throws IOException {
    json.writeNumberField("readUpTo", standing.readUpTo());
    json.writeNumberField("unread", standing.unread());
    json.writeArrayFieldStart("readers");
    for (ReadMark mark : standing.readers()) {
      json.writeStartObject();
      json.writeStringField("userId", mark.reader().value());
      json.writeNumberField("readUpTo", mark.readUpTo());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writePresent(JsonGenerator json, Present present) throws IOException {
    json.writeNumberField("onlineCount", present.count());
    json.writeArrayFieldStart("online");
    for (UserId user : present.named()) {
      json.writeString(user.value());
    }
    json.writeEndArray();
  }

  static TextFrame left(@Nullable Ref ref, ConversationId conversation) {
    return success("leaveConversation", ref, json -> writeConversation(json, conversation));
  }

  static TextFrame marked(@Nullable Ref ref, Mark mark) {
    return success(
        "markAsRead",
        ref,
        json -> {
          json.writeStringField("messageId", mark.message().value());
          json.writeBooleanField("read", mark.read());
        });
  }

  static TextFrame conversationMarked(@Nullable Ref ref, Marked marked) {
    return success(
        "markConversationAsRead",
        ref,
        json -> {
          writeConversation(json, marked.conversation());
          json.writeNumberField("updatedCount", marked.updated());
        });
  }

  static TextFrame presence(@Nullable Ref ref, List<Status> statuses) {
    return success(
        "getPresence",
        ref,
        json -> {
          json.writeArrayFieldStart("statuses");
          for (Status status : statuses) {
            writeStatus(json, status);
          }
          json.writeEndArray();
        });
  }

  private static void writeStatus(JsonGenerator json, Status status) throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", status.user().value());
    json.writeBooleanField("online", status.online());
    if (status.lastSeen().isPresent()) {
      json.writeStringField("lastSeenAt", MessageJson.text(status.lastSeen().get()));
    }
    json.writeEndObject();
  }

  /** The answer to a command that has nothing to say but that it was taken. */
  static TextFrame taken(String event, @Nullable Ref ref) {
    return success(event, ref, json -> {});
  }

  /** The push that answers a ping, for a client that called it by a name. */
  static TextFrame pong(@Nullable Ref ref) {
    return TextFrame.kept(
        Json.write(
            json -> {
              json.writeStringField("event", "pong");
              writeRef(json, ref);
              json.writeObjectFieldStart("data");
              json.writeEndObject();
            }));
  }

  static TextFrame error(@Nullable String event, @Nullable Ref ref, Refusal refusal) {
    return TextFrame.kept(
        Json.write(
            json -> {
              json.writeBooleanField("success", false);
              json.writeStringField("event", event);
              writeRef(json, ref);
              json.writeStringField("error", refusal.text());
              json.writeStringField("code", refusal.code().name().toLowerCase(Locale.ROOT));
            }));
  }

  /** An answer that says yes, and what the writer adds. */
  static TextFrame success(String event, @Nullable Ref ref, Json.Writer members) {
    return TextFrame.kept(
        Json.write(
            json -> {
              json.writeBooleanField("success", true);
              json.writeStringField("event", event);
              writeRef(json, ref);
              members.writeTo(json);
            }));
  }

  static void writeRef(JsonGenerator json, @Nullable Ref ref) throws IOException {
    if (ref != null) {
      json.writeFieldName("ref");
      ref.writeTo(json);
    }
  }

  private static void writeConversation(JsonGenerator json, ConversationId conversation)
      throws IOException {
    json.writeStringField("conversationId", conversation.value());
  }

  static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
