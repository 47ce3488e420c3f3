package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities.Verdict;

/** How a connection is closed whose token opens no dialogue. */
record TokenClose(int code, String reason) {

  static TokenClose of(Verdict.Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> new TokenClose(CloseCode.POLICY, "authentication required");
      case INVALID -> new TokenClose(CloseCode.POLICY, "authentication failed");
      case EXPIRED -> new TokenClose(CloseCode.POLICY, "token expired");
      case UNAVAILABLE ->
          new TokenClose(
              CloseCode.TRY_LATER,
              "authentication unavailable, "
                  + Connections.reconnectAfter(refused.retryAfter().toMillis()));
    };
  }
}
