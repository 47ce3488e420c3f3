package io.messageservice.adapter.jwt;

import io.jsonwebtoken.io.Deserializer;
import io.jsonwebtoken.jackson.io.JacksonDeserializer;
import io.jsonwebtoken.security.Jwks;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JWK set (RFC 7517, section 5). Any thread may call.
 *
 * <p>A key that is malformed, too weak, of another kind or not for verifying is left out, and the
 * others are used. So is a shared secret, and a key whose private half is published.
 */
final class JwkSet {

  /** The members that are read; certificates and other members of a key are not even decoded. */
  private static final Set<String> MEMBERS = Set.of("kty", "kid", "crv", "n", "e", "x", "y");

  private static final Set<String> KINDS = Set.of("RSA", "EC", "OKP");

  private static final Deserializer<Map<String, Object>> JSON = new JacksonDeserializer<>();

  private JwkSet() {}

  /**
   * The keys that can verify tokens.
   *
   * @throws IllegalArgumentException where the bytes are no key set; the message does not repeat
   *     them
   */
  static KeyRing read(byte[] bytes) {
    Map<String, Object> members = members(bytes);
    if (members == null || !(members.get("keys") instanceof List<?> keys)) {
      throw new IllegalArgumentException("no key set");
    }
    return new KeyRing(keys.stream().flatMap(JwkSet::usable).toList());
  }

  private static @Nullable Map<String, Object> members(byte[] bytes) {
    try {
      return JSON.deserialize(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("no JSON object");
    }
  }

  private static Stream<VerificationKey> usable(Object entry) {
    try {
      return entry instanceof Map<?, ?> jwk && isForVerifying(jwk)
          ? Stream.of(key(jwk))
          : Stream.empty();
    } catch (RuntimeException e) {
      return Stream.empty();
    }
  }

  private static boolean isForVerifying(Map<?, ?> jwk) {
    boolean signing = !jwk.containsKey("use") || "sig".equals(jwk.get("use"));
    boolean verifying =
        !jwk.containsKey("key_ops")
            || (jwk.get("key_ops") instanceof List<?> uses && uses.contains("verify"));
    return signing && verifying && !jwk.containsKey("d") && isOfKnownKind(jwk.get("kty"));
  }

  private static boolean isOfKnownKind(@Nullable Object kind) {
    return kind instanceof String name && KINDS.contains(name);
  }

  private static VerificationKey key(Map<?, ?> jwk) {
    Map<String, Object> members = new HashMap<>();
    MEMBERS.stream().filter(jwk::containsKey).forEach(name -> members.put(name, jwk.get(name)));
    Optional<String> id = Optional.ofNullable((String) members.get("kid"));
    Key key = Jwks.builder().add(members).build().toKey();
    VerificationKey usable = VerificationKey.of(id, (PublicKey) key);
    return jwk.containsKey("alg") ? usable.onlyFor(String.valueOf(jwk.get("alg"))) : usable;
  }
}
