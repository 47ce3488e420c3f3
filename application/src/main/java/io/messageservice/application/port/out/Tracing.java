package io.messageservice.application.port.out;

import io.messageservice.domain.outcome.Refusal.Code;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Traces what clients ask for, from when it came until it is answered. Called on event loops: never
 * blocks, never throws. What it is given never names a user and never holds a token or a text.
 */
public interface Tracing {

  /** Traces nothing, and makes nothing. */
  Tracing OFF = new Tracing() {};

  /**
   * A command came over a connection.
   *
   * @param event a name that the service knows
   * @param traceparent as the client sent it; null where it sent none
   */
  default CommandTrace command(String event, @Nullable String traceparent) {
    return CommandTrace.OFF;
  }

  /** A request came over HTTP, and its token is accepted. */
  default RequestTrace request(Request request) {
    return RequestTrace.OFF;
  }

  /** A command that is under way. */
  interface CommandTrace extends Trace {

    /** One that is not traced. */
    CommandTrace OFF = new CommandTrace() {};

    /**
     * It is answered; called once.
     *
     * @param refusal null where it was carried out
     */
    default void ended(@Nullable Code refusal) {}
  }

  /** A request that is under way. */
  interface RequestTrace extends Trace {

    /** One that is not traced. */
    RequestTrace OFF = new RequestTrace() {};

    /**
     * It is over; called once.
     *
     * @param status of the answer; empty where it was not sent to its end
     */
    default void ended(OptionalInt status) {}
  }

  /** What is known of a request when it comes. */
  interface Request {

    /** As in {@code POST}. */
    String method();

    /** The template of its path, as in {@code /api/conversations/{conversationId}}. */
    String route();

    /** {@code http} or {@code https}. */
    String scheme();

    /** As the client sent it; null where it is not there once. */
    @Nullable String traceparent();
  }
}
