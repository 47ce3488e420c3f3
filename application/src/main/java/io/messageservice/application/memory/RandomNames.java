package io.messageservice.application.memory;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Names that nobody guesses, as far as the source is good: 128 bits in hex. */
record RandomNames(RandomGenerator random) {

  String next() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
