package io.messageservice.adapter.http.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The password of the operator's console. Never prints itself. */
public final class ConsolePassword {

  /** The shortest, in bytes. */
  public static final int MIN_BYTES = 12;

  private final byte[] digest;

  /**
   * @throws IllegalArgumentException where it is shorter than {@link #MIN_BYTES}
   */
  public ConsolePassword(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
      throw new IllegalArgumentException("a password has at least " + MIN_BYTES + " bytes");
    }
    this.digest = digest(text);
  }

  /** Whether it is this one. Takes as long whatever it is: digests are compared. */
  boolean is(String asked) {
    return MessageDigest.isEqual(digest, digest(asked));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java platform has it
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsolePassword password
        && MessageDigest.isEqual(digest, password.digest);
  }

  @Override
  public int hashCode() {
    return ConsolePassword.class.hashCode();
  }

  @Override
  public String toString() {
    return "ConsolePassword[***]";
  }
}
