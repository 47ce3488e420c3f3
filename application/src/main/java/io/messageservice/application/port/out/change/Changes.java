package io.messageservice.application.port.out.change;

import java.util.List;

/**
 * Single changes, read from the log.
 *
 * @param start where they begin: the place that was asked for, or before the oldest change that is
 *     kept where that place is not kept any more, or is of another epoch
 * @param changes in their order
 * @param gaps changes that cannot be read, in their order
 * @param end where they end and the next begin
 * @param more whether there may be further ones
 */
public record Changes(Place start, List<Change> changes, List<Gap> gaps, Place end, boolean more) {

  public Changes {
    changes = List.copyOf(changes);
    gaps = List.copyOf(gaps);
  }

  /**
   * Changes that nobody will read.
   *
   * @param id names the gap as {@link Change#id} does
   * @param part of the store to which they belonged
   */
  public record Gap(Place place, String id, String part, long count) {}
}
