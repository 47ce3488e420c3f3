package io.messageservice.bootstrap.config;

import java.nio.charset.StandardCharsets;

/** A shared key. Prints as stars, so that it cannot slip into a log. */
public final class Secret {

  /** RFC 7518, section 3.2: an HMAC key is at least as long as the hash, 256 bits for HS256. */
  public static final int MIN_BYTES = 32;

  private final String text;

  /** A key of any length; what is read from settings is at least {@link #MIN_BYTES} long. */
  public Secret(String text) {
    this.text = text;
  }

  /** A copy of the key: the UTF-8 bytes of its text. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "********";
  }
}
