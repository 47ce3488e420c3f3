package io.messageservice.adapter.redis.position;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.application.port.out.change.ReaderPositions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** How far the readers that several nodes share have come, each with its {@link ReaderLease}. */
public final class RedisPositions implements ReaderPositions {

  /** How long another node waits for the reader to give a sign. */
  public static final Duration LEASE = ReaderLease.LEASE;

  private final Map<String, ReaderLease> leases = new ConcurrentHashMap<>();
  private final RedisConnection connection;
  private final String node;
  private final LongSupplier nanoTime;
  private final UnaryOperator<String> keys;

  /**
   * Of readers of changes.
   *
   * @param node the name of this node, unlike those of all others that ever were
   * @param nanoTime never goes back; from any origin
   */
  public RedisPositions(RedisConnection connection, String node, LongSupplier nanoTime) {
    this(connection, node, nanoTime, RedisPositions::key);
  }

  /**
   * Of readers of any logs.
   *
   * @param node the name of this node, unlike those of all others that ever were
   * @param nanoTime never goes back; from any origin
   * @param keys beside which key, behind the prefix of all, it is noted who a reader is
   */
  public RedisPositions(
      RedisConnection connection, String node, LongSupplier nanoTime, UnaryOperator<String> keys) {
    this.connection = connection;
    this.node = node;
    this.nanoTime = nanoTime;
    this.keys = keys;
  }

  /** Beside which it is noted how far a reader of changes has come. */
  public static String key(String reader) {
    return "{events}:" + reader;
  }

  @Override
  public Optional<String> take(String reader) {
    return lease(reader).take();
  }

  @Override
  public boolean note(String reader, String position) {
    return lease(reader).note(position);
  }

  @Override
  public void leave(String reader) {
    lease(reader).leave();
  }

  private ReaderLease lease(String reader) {
    return leases.computeIfAbsent(
        reader,
        name ->
            new ReaderLease(connection, node, nanoTime, connection.prefix() + keys.apply(name)));
  }
}
