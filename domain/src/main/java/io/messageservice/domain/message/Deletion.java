package io.messageservice.domain.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a message was deleted.
 *
 * @param at when, in milliseconds
 * @param bySender whether its sender deleted it themselves, or a service for them; otherwise
 *     somebody with more rights did
 */
public record Deletion(Instant at, boolean bySender) {

  /** Cuts the time to milliseconds. */
  public Deletion {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }
}
