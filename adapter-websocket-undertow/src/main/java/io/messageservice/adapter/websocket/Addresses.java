package io.messageservice.adapter.websocket;

import io.messageservice.domain.limit.Allowances;
import io.messageservice.domain.limit.Rate;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How often the clients of one address are told why they are refused. Any thread may call. */
final class Addresses {

  private final LongSupplier nanoTime;

  /** Guarded by itself; asked only where a handshake is refused. */
  private final Optional<Allowances<ClientNetwork>> refusals;

  Addresses(Optional<Rate> refusals, LongSupplier nanoTime) {
    this.refusals = refusals.map(Allowances::new);
    this.nanoTime = nanoTime;
  }

  /** Whether one more refusal of the address is to be answered with its reason. */
  boolean mayBeRefused(InetAddress address) {
    if (refusals.isEmpty()) {
      return true;
    }
    synchronized (refusals.get()) {
      return refusals.get().take(ClientNetwork.of(address), nanoTime.getAsLong());
    }
  }

  /** The client of an address, by a name that is the same for all that it may choose. */
  static String client(InetAddress address) {
    return "address " + HexFormat.of().formatHex(ClientNetwork.of(address).bytes().array());
  }
}
