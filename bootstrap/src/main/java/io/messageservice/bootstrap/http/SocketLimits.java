package io.messageservice.bootstrap.http;

import java.util.OptionalInt;

/**
 * How many sockets a port may have.
 *
 * @param served so many are answered; past it the oldest that is not upgraded ends, and where all
 *     are upgraded requests get 503
 * @param accepted so many can be open; past it the kernel keeps new ones waiting
 * @param perAddress so many may come from one address, upgraded or not; further ones get 503; empty
 *     for any number
 */
record SocketLimits(int served, int accepted, OptionalInt perAddress) {

  /** The same without a limit for one address. */
  SocketLimits(int served, int accepted) {
    this(served, accepted, OptionalInt.empty());
  }

  SocketLimits withPerAddress(OptionalInt most) {
    return new SocketLimits(served, accepted, most);
  }
}
