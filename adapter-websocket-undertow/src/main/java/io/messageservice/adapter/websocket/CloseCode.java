package io.messageservice.adapter.websocket;

import io.messageservice.protocol.CloseReason;

/** Status codes of RFC 6455, section 7.4. */
final class CloseCode {

  static final int GOING_AWAY = 1001;
  static final int PROTOCOL_ERROR = 1002;
  static final int UNSUPPORTED = 1003;

  /** A close frame without a code; never sent. */
  static final int NONE = 1005;

  /** There was no close frame at all; never sent. */
  static final int ABNORMAL = 1006;

  static final int NOT_UTF8 = 1007;
  static final int POLICY = 1008;
  static final int TOO_LARGE = 1009;
  static final int FAULT = 1011;
  static final int RESTART = 1012;
  static final int TRY_LATER = 1013;

  private CloseCode() {}

  /** The text in the close frame of the service. */
  static int of(CloseReason.Cause cause) {
    return switch (cause) {
      case CLIENT -> NONE;
      case LOST -> ABNORMAL;
      case PROTOCOL_ERROR -> PROTOCOL_ERROR;
      case UNSUPPORTED -> UNSUPPORTED;
      case INVALID_TEXT -> NOT_UTF8;
      case TOO_LARGE -> TOO_LARGE;
      case UNFINISHED, TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED, DISCONNECTED -> POLICY;
      case TOKEN_UNAVAILABLE, TOO_MANY_CONNECTIONS, TOO_MANY_COMMANDS, TOO_SLOW, EVICTED ->
          TRY_LATER;
      case RECONNECT, DRAINING -> RESTART;
      case STOPPING -> GOING_AWAY;
      case FAULT -> FAULT;
    };
  }

  /** The cause of a close for which the client broke the protocol. */
  static CloseReason.Cause violation(int code) {
    return switch (code) {
      case UNSUPPORTED -> CloseReason.Cause.UNSUPPORTED;
      case NOT_UTF8 -> CloseReason.Cause.INVALID_TEXT;
      case TOO_LARGE -> CloseReason.Cause.TOO_LARGE;
      default -> CloseReason.Cause.PROTOCOL_ERROR;
    };
  }

  /** Whether a client may send the code: what is registered for the wire, and 3000 to 4999. */
  static boolean isAcceptedFromClient(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
