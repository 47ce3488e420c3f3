package io.messageservice.transport;

import io.messageservice.domain.limit.Allowances;
import io.messageservice.domain.limit.Rate;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How often the clients of one address get a reason for a refusal. Any thread may call. */
public final class AddressLimits {

  private final LongSupplier nanoTime;

  /** Guarded by itself; used only where a client is refused. */
  private final Optional<Allowances<ClientNetwork>> refusals;

  /**
   * @param refusals how often an address gets a reason; empty for any number
   * @param nanoTime a monotonic clock
   */
  public AddressLimits(Optional<Rate> refusals, LongSupplier nanoTime) {
    this.refusals = refusals.map(Allowances::new);
    this.nanoTime = nanoTime;
  }

  /** Whether one more refusal of the address is to be answered with its reason. */
  public boolean mayBeRefused(InetAddress address) {
    if (refusals.isEmpty()) {
      return true;
    }
    synchronized (refusals.get()) {
      return refusals.get().take(ClientNetwork.of(address), nanoTime.getAsLong());
    }
  }

  /** How long until a refusal of the address is answered with its reason again. */
  public Duration untilRefusal(InetAddress address) {
    if (refusals.isEmpty()) {
      return Duration.ZERO;
    }
    synchronized (refusals.get()) {
      return Duration.ofNanos(
          refusals.get().nanosUntilPermit(ClientNetwork.of(address), nanoTime.getAsLong()));
    }
  }

  /** The client of an address, by a name that is the same for all that it may choose. */
  public static String client(InetAddress address) {
    return "address " + HexFormat.of().formatHex(ClientNetwork.of(address).bytes().array());
  }
}
