package io.messageservice.adapter.websocket;

import io.messageservice.domain.limit.Allowances;
import io.messageservice.domain.limit.Rate;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What the clients of one address may do: hold so many connections, and be refused so often. Any
 * thread may call.
 *
 * <p>An IPv6 client counts by its network of 64 bits, since it may choose the rest itself. Behind a
 * proxy all clients have the proxy's address.
 */
final class Addresses {

  private static final int IPV6_NETWORK_BYTES = 8;

  private final OptionalInt maxConnections;
  private final Map<ByteBuffer, Integer> connections = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /** Guarded by itself; asked only where a handshake is refused. */
  private final Optional<Allowances<ByteBuffer>> refusals;

  Addresses(OptionalInt maxConnections, Optional<Rate> refusals, LongSupplier nanoTime) {
    this.maxConnections = maxConnections;
    this.refusals = refusals.map(Allowances::new);
    this.nanoTime = nanoTime;
  }

  /** Whether the address may hold one more connection. */
  boolean hasRoom(InetAddress address) {
    return maxConnections.isEmpty()
        || connections.getOrDefault(network(address), 0) < maxConnections.getAsInt();
  }

  /** The address holds one more. */
  void entered(InetAddress address) {
    if (maxConnections.isPresent()) {
      connections.merge(network(address), 1, Integer::sum);
    }
  }

  /** The address holds one less. */
  void left(InetAddress address) {
    if (maxConnections.isPresent()) {
      connections.computeIfPresent(network(address), (key, n) -> n == 1 ? null : n - 1);
    }
  }

  /** Whether one more refusal of the address is to be answered with its reason. */
  boolean mayBeRefused(InetAddress address) {
    if (refusals.isEmpty()) {
      return true;
    }
    synchronized (refusals.get()) {
      return refusals.get().take(network(address), nanoTime.getAsLong());
    }
  }

  /** The client of an address, by a name that is the same for all that it may choose. */
  static String client(InetAddress address) {
    return "address " + HexFormat.of().formatHex(network(address).array());
  }

  private static ByteBuffer network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(
        address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes);
  }
}
