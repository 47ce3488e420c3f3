package io.messageservice.adapter.redis.store.log;

import io.messageservice.application.port.out.change.Place;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The one order of the changes of all partitions, as one read of the index showed it: a part.
 *
 * @param epoch of its places; empty where no order has begun
 * @param next the place of the next change
 * @param store the epoch that the store had when the order was compared with it last
 * @param ends of each partition the last change that has a place
 * @param before earlier epochs whose places mean the same, each with the last of them
 * @param streamed up to where an earlier version of the stream of events has read
 * @param oldest some of the oldest rounds
 * @param stretches what has places, in their order, from about where it was asked for
 */
public record ChangeOrder(
    String epoch,
    long next,
    String store,
    LogMark ends,
    List<Place> before,
    String streamed,
    List<List<Stretch>> oldest,
    List<Stretch> stretches) {

  /** An epoch begins with when it began, in milliseconds. */
  private static final int BEGUN_DIGITS = 12;

  private static final Pattern BEGUN = Pattern.compile("(\\p{XDigit}{" + BEGUN_DIGITS + "}).*");

  public ChangeOrder {
    before = List.copyOf(before);
    oldest = List.copyOf(oldest);
    stretches = List.copyOf(stretches);
  }

  /** The place of the last change; 0 before all. */
  public Place newest() {
    return at(next - 1);
  }

  /** A place of this epoch. */
  public Place at(long number) {
    return new Place(epoch, number);
  }

  /**
   * An epoch that comes after this one as text, so that ids of events grow with it.
   *
   * @param drawn that no other has
   */
  public String nextEpoch(long nowMillis, String drawn) {
    Matcher last = BEGUN.matcher(epoch);
    long begun = last.matches() ? Math.max(nowMillis, 1 + hex(last.group(1))) : nowMillis;
    return HexFormat.of().toHexDigits(begun, BEGUN_DIGITS) + drawn;
  }

  private static long hex(String digits) {
    return Long.parseLong(digits, 16);
  }

  /** Whether the number of the place means the same here. */
  public boolean knows(Place place) {
    return Stream.concat(Stream.of(newest()), before.stream())
        .anyMatch(last -> last.epoch().equals(place.epoch()) && place.number() <= last.number());
  }
}
