package io.messageservice.protocol.service;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Writes the events for other services, as JSON. Any thread may call. */
public final class ServiceEvents {

  private ServiceEvents() {}

  /** MESSAGE, as clients see it. */
  public static String message(Message message) {
    return new String(MessageJson.encoded(message), StandardCharsets.UTF_8);
  }

  /** How far somebody has read. */
  public static String read(ReadMark mark) {
    return object(
        json -> {
          json.writeStringField("conversationId", mark.conversation().value());
          json.writeStringField("userId", mark.user().value());
          json.writeNumberField("readUpTo", mark.readUpTo());
        });
  }

  /** Who joined a conversation and who left it. */
  public static String participants(
      ConversationId conversation, Kind kind, Collection<UserId> joined, Collection<UserId> left) {
    return object(
        json -> {
          json.writeStringField("conversationId", conversation.value());
          json.writeStringField("kind", MessageJson.text(kind));
          Json.writeUsers(json, "came", joined);
          Json.writeUsers(json, "left", left);
        });
  }

  /**
   * Who comes online or goes offline.
   *
   * @param lastSeen when the last connection of a user who goes offline was closed
   */
  public static String presence(Transition transition, Optional<Instant> lastSeen) {
    return object(
        json -> {
          json.writeStringField("userId", transition.user().value());
          json.writeStringField("username", transition.name().value());
          if (lastSeen.isPresent()) {
            json.writeStringField("lastSeenAt", MessageJson.text(lastSeen.get()));
          }
        });
  }

  /**
   * What nobody can receive any more.
   *
   * @param log which of the logs it stood in
   * @param count how many entries, of which each may have held several events
   */
  public static String lost(String log, long count) {
    return object(
        json -> {
          json.writeStringField("log", log);
          json.writeNumberField("count", count);
        });
  }

  private static String object(Json.Writer members) {
    return new String(Json.write(members), StandardCharsets.UTF_8);
  }
}
