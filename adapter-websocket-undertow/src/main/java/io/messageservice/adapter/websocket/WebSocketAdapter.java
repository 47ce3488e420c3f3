package io.messageservice.adapter.websocket;

import io.messageservice.application.port.out.Identities;
import io.messageservice.transport.SessionRegistry;
import io.undertow.server.HttpHandler;

/**
 * The WebSocket transport. It brings its connections into the registry, whose event loops must be
 * the I/O threads of one XNIO worker, each at its number.
 *
 * <p>The listener whose connections come here must run on the same worker, and must set no read,
 * write or idle timeout and no statistics: each would stay in the way of every byte.
 */
public final class WebSocketAdapter {

  private final Handshake handshake;

  /**
   * @param identities judges the token of each handshake
   */
  public WebSocketAdapter(
      SessionRegistry registry,
      WebSocketConfig config,
      Identities identities,
      WebSocketEvents events) {
    this(registry, config, new FrameLimits(config.maxFrameBytes(), false), identities, events);
  }

  WebSocketAdapter(
      SessionRegistry registry,
      WebSocketConfig config,
      FrameLimits limits,
      Identities identities,
      WebSocketEvents events) {
    UpgradedStreams streams = new UpgradedStreams(registry, limits);
    this.handshake = new Handshake(identities, streams, registry.addresses(), config, events);
  }

  /** Upgrades at {@code /} and {@code /ws}; to be called on I/O threads, as Undertow does. */
  public HttpHandler handler() {
    return handshake;
  }
}
