package io.messageservice.application.port.in;

import java.time.Instant;
import java.util.Optional;

/** Replaces the token of a live connection, which stays what it is. */
public interface Authenticate {

  /**
   * Has the token judged. The answer comes later, on the caller's event loop. A refusal changes
   * nothing, and gives the reason without the token.
   */
  void authenticate(Caller caller, String token, Reply<Renewed> reply);

  /**
   * The token is good and the caller's own.
   *
   * @param expiry when it ends; empty where it does not
   */
  record Renewed(Optional<Instant> expiry) {}
}
