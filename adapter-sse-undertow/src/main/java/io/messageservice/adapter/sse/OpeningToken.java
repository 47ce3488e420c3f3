package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The token that a session was opened with, by its digest: what brings it again need not be judged
 * again, and ends with the session. Immutable.
 */
final class OpeningToken {

  private final byte[] digest;

  OpeningToken(String token) {
    this.digest = digest(token);
  }

  /** Whether it is the same; takes the same time for all of one length. */
  boolean is(String token) {
    return MessageDigest.isEqual(digest, digest(token));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
