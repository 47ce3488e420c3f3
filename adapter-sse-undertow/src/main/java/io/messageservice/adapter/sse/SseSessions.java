package io.messageservice.adapter.sse;

import io.messageservice.application.port.out.Identities.Verdict;
import io.messageservice.domain.user.UserId;
import io.messageservice.transport.SessionRegistry;
import io.undertow.server.HttpServerExchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The sessions of this node by their ids. Any thread may call, except where stated. */
final class SseSessions {

  private final SessionRegistry registry;
  private final Duration heartbeat;
  private final Supplier<String> ids;

  /** Of each event loop, at its index. */
  private final List<SseLoop> loops;

  private final Map<String, SseConnection> byId = new ConcurrentHashMap<>();

  /**
   * @param ids a new, unguessable id each time
   */
  SseSessions(SessionRegistry registry, Duration heartbeat, Supplier<String> ids) {
    this.registry = registry;
    this.heartbeat = heartbeat;
    this.ids = ids;
    this.loops =
        IntStream.range(0, registry.loops().size())
            .mapToObj(registry::loop)
            .map(SseLoop::new)
            .toList();
  }

  /** Whether one more may begin. */
  boolean hasRoom() {
    return registry.hasRoom();
  }

  /** The session of that id; empty where it is over or was never here. */
  Optional<SseConnection> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Makes the answer of the exchange a stream, on the exchange's I/O thread. */
  void begin(HttpServerExchange exchange, String token, Verdict verdict) {
    StreamRequest request = new StreamRequest(exchange);
    String id = ids.get();
    Optional<UserId> user =
        verdict instanceof Verdict.Known known
            ? Optional.of(known.identity().user())
            : Optional.empty();
    StreamSetup setup =
        new StreamSetup(
            id,
            user,
            new OpeningToken(token),
            request.dialect(),
            request.lastEventId(),
            request.speaks(),
            heartbeat);
    SseConnection connection =
        new SseConnection(
            new StreamChannel(exchange),
            loops.get(exchange.getIoThread().getNumber()),
            setup,
            () -> byId.remove(id));
    if (user.isPresent()) {
      byId.put(id, connection);
    }
    registry.enter(connection, verdict, setup.dialect());
  }
}
