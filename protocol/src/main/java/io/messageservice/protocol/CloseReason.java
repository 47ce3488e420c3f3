package io.messageservice.protocol;

import io.messageservice.application.port.out.Identities.Verdict;
import java.time.Duration;

/**
 * Why a connection ends. Each transport maps the cause to what its own clients understand.
 *
 * @param cause what happened
 * @param text what the client sees: short, never with anything secret
 */
public record CloseReason(Cause cause, String text) {

  /** What happened. The names appear in logs and metrics. */
  public enum Cause {
    /** The client closed the connection. */
    CLIENT,
    /** The connection broke; nobody closed it. */
    LOST,
    /** The client did not follow the rules of the transport. */
    PROTOCOL_ERROR,
    /** The client sent a kind of message that is not supported. */
    UNSUPPORTED,
    /** A text was not UTF-8. */
    INVALID_TEXT,
    /** A message was larger than the limit. */
    TOO_LARGE,
    /** A message was begun and not finished in time. */
    UNFINISHED,
    TOKEN_MISSING,
    TOKEN_INVALID,
    TOKEN_EXPIRED,
    /** The token could not be judged now. */
    TOKEN_UNAVAILABLE,
    /** The user has too many connections. */
    TOO_MANY_CONNECTIONS,
    /** The user sent too many commands. */
    TOO_MANY_COMMANDS,
    /** The operator closed the user's connections. */
    DISCONNECTED,
    /** The client reads too slowly. */
    TOO_SLOW,
    /** The memory for clients is full, and this connection holds most of it. */
    EVICTED,
    /** The client is to connect again. */
    RECONNECT,
    /** The node stops, and the client is to connect to another one. */
    DRAINING,
    /** The node stops at once. */
    STOPPING,
    /** A bug. */
    FAULT
  }

  public static final CloseReason UNFINISHED =
      new CloseReason(Cause.UNFINISHED, "message not finished");

  public static final CloseReason TOKEN_EXPIRED =
      new CloseReason(Cause.TOKEN_EXPIRED, "token expired");

  public static final CloseReason TOO_MANY_CONNECTIONS =
      new CloseReason(Cause.TOO_MANY_CONNECTIONS, "too many connections of this user");

  public static final CloseReason TOO_MANY_COMMANDS =
      new CloseReason(Cause.TOO_MANY_COMMANDS, "too many commands");

  public static final CloseReason DISCONNECTED =
      new CloseReason(Cause.DISCONNECTED, "disconnected by the operator");

  public static final CloseReason TOO_SLOW = new CloseReason(Cause.TOO_SLOW, "too slow");

  public static final CloseReason EVICTED = new CloseReason(Cause.EVICTED, "too much waits");

  public static final CloseReason STOPPING = new CloseReason(Cause.STOPPING, "going away");

  public static final CloseReason FAULT = new CloseReason(Cause.FAULT, "internal error");

  /** The client is to connect again after the delay. */
  public static CloseReason reconnectAfter(Duration delay) {
    return new CloseReason(Cause.RECONNECT, delayed(delay));
  }

  /** The node drains; the client is to connect to another node after the delay. */
  public static CloseReason draining(Duration delay) {
    return new CloseReason(Cause.DRAINING, delayed(delay));
  }

  /** The token does not open a session. */
  public static CloseReason refused(Verdict.Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> new CloseReason(Cause.TOKEN_MISSING, "authentication required");
      case INVALID -> new CloseReason(Cause.TOKEN_INVALID, "authentication failed");
      case EXPIRED -> TOKEN_EXPIRED;
      case UNAVAILABLE ->
          new CloseReason(
              Cause.TOKEN_UNAVAILABLE,
              "authentication unavailable, " + delayed(refused.retryAfter()));
    };
  }

  private static String delayed(Duration delay) {
    return "reconnect after " + delay.toMillis() + " ms";
  }
}
