package io.messageservice.adapter.http;

import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Identities;
import io.messageservice.protocol.session.UserRates;
import io.messageservice.transport.AddressLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Who may ask, how often, and where it is answered.
 *
 * @param users judges the tokens of users
 * @param services judges the tokens of services, by a key of their own; empty where they have none
 * @param addresses how often an address gets the answer that its token is not good
 * @param rates what users may still ask for, whatever way they come
 * @param loops the event loop of each I/O thread, at its number
 * @param nanoTime the clock of the event loops
 */
public record HttpAdmission(
    Identities users,
    Optional<Identities> services,
    AddressLimits addresses,
    UserRates rates,
    List<? extends EventLoop> loops,
    LongSupplier nanoTime) {

  public HttpAdmission {
    loops = List.copyOf(loops);
  }
}
