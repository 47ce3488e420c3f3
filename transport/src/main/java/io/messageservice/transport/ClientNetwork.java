package io.messageservice.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the clients of one address are counted by: an IPv4 address, or the first 64 bits of an IPv6
 * one, since its client may choose the rest. Behind a proxy all clients have the proxy's address.
 */
public record ClientNetwork(ByteBuffer bytes) {

  private static final int IPV6_NETWORK_BYTES = 8;

  /** That of an address. */
  public static ClientNetwork of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new ClientNetwork(
        ByteBuffer.wrap(
            address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes));
  }
}
