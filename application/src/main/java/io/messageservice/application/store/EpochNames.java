package io.messageservice.application.store;

import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names of epochs that come one after the other as texts, so that ids of events grow with them. */
public final class EpochNames {

  /** The first letter, before the time: names of before began with digits or a to f. */
  private static final char GROWING = 't';

  private static final int TIME_DIGITS = 8;
  private static final int RANDOM_BYTES = 11;

  private EpochNames() {}

  /**
   * A name that comes after the last.
   *
   * @param last empty where there was none
   */
  public static String next(String last, Instant now, RandomGenerator random) {
    long seconds = now.getEpochSecond();
    boolean isGrowing = last.indexOf(GROWING) == 0;
    long begun =
        isGrowing
            ? Math.max(seconds, 1 + HexFormat.fromHexDigitsToLong(last, 1, 1 + TIME_DIGITS))
            : seconds;
    byte[] drawn = new byte[RANDOM_BYTES];
    random.nextBytes(drawn);
    HexFormat hex = HexFormat.of();
    return GROWING + hex.toHexDigits(begun, TIME_DIGITS) + hex.formatHex(drawn);
  }
}
