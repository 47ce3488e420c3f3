package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A command was not carried out, or it is not known whether it was. The message is for people, the
 * code for programs.
 */
public final class CommandFailed extends RuntimeException {

  /** The connection ended before the answer, or there is none; not known whether it was done. */
  public static final String DISCONNECTED = "disconnected";

  /** The client has ended. */
  public static final String CLOSED = "closed";

  /** Too many commands wait for an answer; it was not sent. */
  public static final String TOO_MANY_WAITING = "too_many_waiting";

  /** Not known whether it was done, or not now: the same again later is right. */
  private static final Set<String> PASSING =
      Set.of("unavailable", "internal", "overloaded", "rate_limited");

  private final String code;

  CommandFailed(String code, String message) {
    super(message);
    this.code = code;
  }

  static CommandFailed of(JsonNode refusal) {
    return new CommandFailed(refusal.path("code").asText(), refusal.path("error").asText());
  }

  /** As in the protocol, or one of the constants. */
  public String code() {
    return code;
  }

  boolean isPassing() {
    return PASSING.contains(code);
  }
}
