package io.messageservice.protocol.json;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers of JSON by their value, however they are written. */
public final class Numbers {

  /** No longer one is read: reading takes more than in proportion to the digits. */
  private static final int MAX_LENGTH = 1_000;

  private Numbers() {}

  /** The number, the same for each way of writing it; empty where it is out of reach. */
  static Optional<BigDecimal> read(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Optional.of(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
    } catch (ArithmeticException | NumberFormatException outOfReach) {
      return Optional.empty();
    }
  }

  /** Whether it is a whole number: {@code 5}, {@code 5.0} and {@code 50e-1} are. */
  public static boolean isWhole(String text) {
    return read(text).filter(number -> number.scale() <= 0).isPresent();
  }

  /** The whole number; empty where it is none, or not within 64 bits. */
  public static Optional<Long> whole(String text) {
    try {
      return read(text).map(BigDecimal::longValueExact);
    } catch (ArithmeticException notWhole) {
      return Optional.empty();
    }
  }
}
