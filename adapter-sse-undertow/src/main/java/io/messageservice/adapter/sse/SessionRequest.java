package io.messageservice.adapter.sse;

import io.messageservice.adapter.sse.PostedFrame.Outcome;
import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.protocol.CloseReason;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request about one session: commands for it, or its end. Only the exchange's I/O thread may
 * call.
 */
final class SessionRequest {

  private final HttpServerExchange exchange;
  private final Optional<SseConnection> session;
  private final SseHandler handler;

  /**
   * @param session empty where there is none of the id that the request names
   */
  SessionRequest(HttpServerExchange exchange, Optional<SseConnection> session, SseHandler handler) {
    this.exchange = exchange;
    this.session = session;
    this.handler = handler;
  }

  /** The token is judged: the session must be that of its user. */
  void judged(Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      handler.refuse(exchange, refused, CloseReason.refused(refused).text());
    } else if (session.isEmpty()) {
      handler.refuseOften(exchange, RequestRefusal.NO_SESSION);
    } else if (verdict instanceof Verdict.Known known && !isOf(known, session.get())) {
      handler.refuseOften(exchange, RequestRefusal.OTHER_USER);
    } else {
      admit(session.get());
    }
  }

  private static boolean isOf(Verdict.Known known, SseConnection connection) {
    return connection.user().equals(Optional.of(known.identity().user()));
  }

  /** The user of this request may use the session. */
  void admit(SseConnection connection) {
    if (exchange.getRequestMethod().equals(Methods.DELETE)) {
      connection.execute(connection::closeByClient);
      exchange.setStatusCode(StatusCodes.NO_CONTENT);
      exchange.endExchange();
      return;
    }
    PostedBody.read(
        exchange,
        handler.maxBodyBytes(),
        new PostedBody.Taker() {
          @Override
          public void whole(byte[] bytes, int length) {
            post(connection, bytes, length);
          }

          @Override
          public void tooLarge() {
            handler.refuse(exchange, RequestRefusal.tooLarge(handler.maxBodyBytes()));
          }
        });
  }

  private void post(SseConnection connection, byte[] bytes, int length) {
    if (!isUtf8(bytes, length)) {
      handler.refuse(exchange, RequestRefusal.NOT_UTF8);
      return;
    }
    PostedFrame frame =
        new PostedFrame(
            bytes,
            length,
            outcome -> {
              if (exchange.isInIoThread()) {
                answer(outcome);
              } else {
                exchange.getIoThread().execute(() -> answer(outcome));
              }
            });
    connection.execute(() -> connection.post(frame));
  }

  private static boolean isUtf8(byte[] bytes, int length) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }

  private void answer(Outcome outcome) {
    switch (outcome) {
      case TAKEN -> {
        exchange.setStatusCode(StatusCodes.ACCEPTED);
        exchange.endExchange();
      }
      case OVER -> handler.refuse(exchange, RequestRefusal.NO_SESSION);
      case ENDED -> handler.refuse(exchange, RequestRefusal.STOPPING);
      case TOO_MANY -> handler.refuse(exchange, RequestRefusal.TOO_MANY_POSTS);
    }
  }
}
