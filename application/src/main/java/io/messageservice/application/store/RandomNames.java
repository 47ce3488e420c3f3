package io.messageservice.application.store;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names that nobody guesses, as far as the source is good. */
public final class RandomNames {

  private RandomNames() {}

  /** 128 bits in hex. */
  public static String next(RandomGenerator random) {
    return shorter(random) + shorter(random);
  }

  /** 64 bits in hex. */
  public static String shorter(RandomGenerator random) {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
