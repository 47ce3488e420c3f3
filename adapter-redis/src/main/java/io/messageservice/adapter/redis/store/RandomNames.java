package io.messageservice.adapter.redis.store;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names that nobody guesses, as far as the source is good. */
final class RandomNames {

  private RandomNames() {}

  /** 128 bits in hex. */
  static String next(RandomGenerator random) {
    return HexFormat.of().toHexDigits(random.nextLong()) + shorter(random);
  }

  /** 64 bits in hex. */
  static String shorter(RandomGenerator random) {
    return HexFormat.of().toHexDigits(random.nextLong());
  }
}
