package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command was not carried out, or it is not known whether it was. The message is for people, the
 * code for programs.
 */
public final class CommandFailed extends RuntimeException {

  /** The connection ended before the answer, or there is none; not known whether it was done. */
  public static final String DISCONNECTED = "disconnected";

  /** The client has ended. */
  public static final String CLOSED = "closed";

  /** The user takes part in the conversation no more. */
  public static final String REMOVED = "removed";

  /** Too many commands wait for an answer; it was not sent. */
  public static final String TOO_MANY_WAITING = "too_many_waiting";

  /** Not known whether it was done, or not now: the same again later is right. */
  private static final Set<String> PASSING =
      Set.of("unavailable", "internal", "overloaded", "rate_limited");

  private final String code;
  private final transient @Nullable ConversationMessage present;

  CommandFailed(String code, String message) {
    this(code, message, null);
  }

  private CommandFailed(String code, String message, @Nullable ConversationMessage present) {
    super(message);
    this.code = code;
    this.present = present;
  }

  /** From a frame of the service. */
  static CommandFailed of(JsonNode refusal) {
    JsonNode message = refusal.path("message");
    return new CommandFailed(
        refusal.path("code").asText(),
        refusal.path("error").asText(),
        message.isObject() ? ConversationMessage.of(message) : null);
  }

  /** As in the protocol, or one of the constants. */
  public String code() {
    return code;
  }

  /** With the code {@code conflict} of an edit: the message as it is. */
  public Optional<ConversationMessage> findPresent() {
    return Optional.ofNullable(present);
  }

  /** Whether the same command, sent again later, may be carried out. */
  public boolean isPassing() {
    return PASSING.contains(code);
  }
}
