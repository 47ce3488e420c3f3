package io.messageservice.bootstrap;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Ids that nobody can guess. */
final class Ids {

  private static final int BYTES = 15;

  private Ids() {}

  /** 120 random bits as 20 characters that may stand in a URL; any thread may ask. */
  static Supplier<String> random(SecureRandom random) {
    return () -> {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    };
  }
}
