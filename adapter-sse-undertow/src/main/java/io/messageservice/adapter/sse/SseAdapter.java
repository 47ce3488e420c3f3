package io.messageservice.adapter.sse;

import io.messageservice.application.port.out.Identities;
import io.messageservice.transport.SessionRegistry;
import io.undertow.Handlers;
import io.undertow.server.HttpHandler;
import io.undertow.util.AttachmentKey;
import java.util.function.Supplier;

/**
 * The transport over server-sent events. It brings its connections into the registry, whose event
 * loops must be the I/O threads of one XNIO worker, each at its number.
 *
 * <p>The listener whose requests come here must run on the same worker.
 */
public final class SseAdapter {

  /** Streams begin here; sessions are one below. */
  public static final String PREFIX = "/sse";

  /** Where an exchange has what is to be told when its answer becomes a stream, if it has that. */
  public static final AttachmentKey<Stream> STREAM = AttachmentKey.create(Stream.class);

  private final SseHandler handler;

  /**
   * @param identities judges the token of each request
   * @param sessionIds a new, unguessable id each time, of characters that may stand in a URL; any
   *     thread may call
   */
  public SseAdapter(
      SessionRegistry registry,
      SseConfig config,
      Identities identities,
      Supplier<String> sessionIds,
      SseEvents events) {
    this.handler =
        new SseHandler(
            new SseSessions(registry, config.heartbeatInterval(), sessionIds),
            config,
            identities,
            registry.addresses(),
            events);
  }

  /** An exchange whose answer may become a stream. Only its I/O thread may call. */
  public interface Stream {

    /** The answer is a stream, and takes as long as it takes. */
    void begin();
  }

  /** Answers at {@link #PREFIX} and below; to be called on I/O threads, as Undertow does. */
  public HttpHandler handler() {
    return Handlers.httpContinueRead(handler);
  }
}
