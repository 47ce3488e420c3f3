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

/**
 * A request about one session: commands for it, or its end. Only the exchange's I/O thread may
 * call.
 */
final class SessionRequest implements PostedBody.Taker {

  private final HttpServerExchange exchange;
  private final String id;
  private final SseHandler handler;

  SessionRequest(HttpServerExchange exchange, String id, SseHandler handler) {
    this.exchange = exchange;
    this.id = id;
    this.handler = handler;
  }

  /** The token is judged: the session must be that of its user. */
  void judged(Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      handler.reject(exchange, refused, CloseReason.refused(refused).text());
      return;
    }
    Verdict.Known known = (Verdict.Known) verdict;
    SseConnection connection = handler.sessions().find(id).orElse(null);
    if (connection == null) {
      handler.rejectOften(exchange, RequestRefusal.NO_SESSION);
    } else if (!connection.user().equals(java.util.Optional.of(known.identity().user()))) {
      handler.rejectOften(exchange, RequestRefusal.OTHER_USER);
    } else if (exchange.getRequestMethod().equals(Methods.DELETE)) {
      connection.execute(connection::closeByClient);
      exchange.setStatusCode(StatusCodes.NO_CONTENT);
      exchange.endExchange();
    } else {
      PostedBody.read(exchange, handler.maxBodyBytes(), this);
    }
  }

  @Override
  public void tooLarge() {
    handler.refuse(exchange, RequestRefusal.tooLarge(handler.maxBodyBytes()));
  }

  @Override
  public void whole(byte[] bytes, int length) {
    if (!isUtf8(bytes, length)) {
      handler.refuse(exchange, RequestRefusal.NOT_UTF8);
      return;
    }
    SseConnection connection = handler.sessions().find(id).orElse(null);
    if (connection == null) {
      handler.refuse(exchange, RequestRefusal.NO_SESSION);
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
    exchange.dispatch(
        io.undertow.util.SameThreadExecutor.INSTANCE,
        () -> connection.execute(() -> connection.post(frame)));
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
