package io.messageservice.adapter.jwt;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** The keys that a set held when it was fetched. Immutable. */
record KeyRing(List<VerificationKey> keys) {

  static final KeyRing EMPTY = new KeyRing(List.of());

  KeyRing {
    keys = List.copyOf(keys);
  }

  /**
   * The one key that the header names, if it admits the header's algorithm; where it names none,
   * the one key that does.
   *
   * @throws UnknownKey where a later set may hold it
   * @throws UnsupportedJwtException where the key has another algorithm, or several could be meant
   */
  PublicKey find(JwsHeader header) {
    Optional<String> id = Optional.ofNullable(header.getKeyId());
    List<VerificationKey> meant =
        keys.stream().filter(key -> id.isEmpty() || key.id().equals(id)).toList();
    if (meant.isEmpty()) {
      throw new UnknownKey();
    }
    List<VerificationKey> fit =
        meant.stream().filter(key -> key.admits(header.getAlgorithm())).toList();
    if (fit.size() != 1) {
      throw new UnsupportedJwtException("no single key has the algorithm");
    }
    return fit.get(0).key();
  }
}
