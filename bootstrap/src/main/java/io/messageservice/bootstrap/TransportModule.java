package io.messageservice.bootstrap;

import io.messageservice.adapter.sse.SseAdapter;
import io.messageservice.adapter.sse.SseConfig;
import io.messageservice.adapter.websocket.WebSocketAdapter;
import io.messageservice.adapter.websocket.WebSocketConfig;
import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.port.out.Identities;
import io.messageservice.bootstrap.config.ConnectionSettings;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.config.TokenSettings.TokenExpiry;
import io.messageservice.bootstrap.http.Descriptors;
import io.messageservice.bootstrap.logging.ServiceLog;
import io.messageservice.protocol.Sessions;
import io.messageservice.transport.Clocks;
import io.messageservice.transport.LoopThread;
import io.messageservice.transport.SessionRegistry;
import io.messageservice.transport.TransportConfig;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Wires {@code transport} and the transports: {@code adapter-websocket} and {@code adapter-sse}.
 */
final class TransportModule {

  /** Of the id of a session, which nobody can guess. */
  private static final int SESSION_ID_BYTES = 24;

  private TransportModule() {}

  static SessionRegistry registry(
      Settings settings,
      List<? extends LoopThread> threads,
      Sessions sessions,
      MemoryBudget memory,
      ServiceLog log) {
    long start = System.nanoTime();
    Clocks clocks = new Clocks(() -> System.nanoTime() - start, InstantSource.system());
    return new SessionRegistry(threads, config(settings), sessions, memory, clocks, log);
  }

  static WebSocketAdapter webSockets(
      Settings settings, SessionRegistry registry, Identities identities, ServiceLog log) {
    WebSocketConfig config =
        new WebSocketConfig(
            Set.copyOf(settings.listeners().corsOrigins()),
            settings.tokens().inQuery(),
            settings.limits().maxFrameBytes());
    return new WebSocketAdapter(registry, config, identities, log);
  }

  static SseAdapter streams(
      Settings settings,
      SessionRegistry registry,
      Identities identities,
      SecureRandom random,
      ServiceLog log) {
    SseConfig config =
        new SseConfig(
            Set.copyOf(settings.listeners().corsOrigins()),
            settings.tokens().inQuery(),
            settings.limits().maxFrameBytes(),
            settings.connections().heartbeatInterval());
    return new SseAdapter(registry, config, identities, () -> sessionId(random), log);
  }

  private static String sessionId(SecureRandom random) {
    byte[] bytes = new byte[SESSION_ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static TransportConfig config(Settings settings) {
    ConnectionSettings connections = settings.connections();
    return new TransportConfig(
        settings.tokens().onExpiry() == TokenExpiry.CLOSE,
        connections.heartbeatInterval(),
        connections.maxOutboundBytes() / 4,
        connections.maxOutboundBytes(),
        connections.maxOutboundWait(),
        connections.messageTime(),
        connections.maxInAll().orElseGet(Descriptors::connections),
        connections.writeCoalescing(),
        settings.rates().refusedHandshakes());
  }
}
