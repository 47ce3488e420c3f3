package io.messageservice.adapter.jwt;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.MacAlgorithm;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/** The secret with which the auth service signs tokens. Never prints itself. */
public final class JwtSecret {

  /** The shortest secret, in bytes: that of HS256 (RFC 7518, section 3.2). */
  public static final int MIN_BYTES = 32;

  private final SecretKey key;

  /**
   * @param bytes the secret itself; copied
   * @throws IllegalArgumentException where there are fewer than {@link #MIN_BYTES}
   */
  public JwtSecret(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length < MIN_BYTES) {
      throw new IllegalArgumentException("a secret has at least " + MIN_BYTES + " bytes");
    }
    this.key = Keys.hmacShaKeyFor(bytes);
  }

  /** A copy of the secret, for {@link TokenIssuer}. */
  public byte[] bytes() {
    return key.getEncoded();
  }

  /** Whether the other one is the same secret. */
  public boolean isSameAs(JwtSecret other) {
    return MessageDigest.isEqual(key.getEncoded(), other.key.getEncoded());
  }

  SecretKey key() {
    return key;
  }

  /** The algorithms that the secret is long enough for; a token may choose among these only. */
  List<MacAlgorithm> algorithms() {
    int bits = key.getEncoded().length * Byte.SIZE;
    return Stream.of(Jwts.SIG.HS256, Jwts.SIG.HS384, Jwts.SIG.HS512)
        .filter(algorithm -> algorithm.getKeyBitLength() <= bits)
        .toList();
  }

  @Override
  public String toString() {
    return "JwtSecret[***]";
  }
}
