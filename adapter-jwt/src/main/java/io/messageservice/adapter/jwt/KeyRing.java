package io.messageservice.adapter.jwt;

import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** The keys of a set as it was fetched. Immutable. */
record KeyRing(List<VerificationKey> keys) {

  static final KeyRing EMPTY = new KeyRing(List.of());

  /** The most keys that one token is tried by: the first of the set. */
  static final int MAX_TRIED = 8;

  KeyRing {
    keys = List.copyOf(keys);
  }

  /**
   * The one key that the header names and that admits the header's algorithm.
   *
   * @throws SeveralKeys where several do, or the header names none, so that the signature decides
   * @throws UnknownKey where a later set may hold the key
   * @throws UnsupportedJwtException where the key that is named has another algorithm
   */
  PublicKey find(JwsHeader header) {
    Optional<String> id = Optional.ofNullable(header.getKeyId());
    List<VerificationKey> named =
        keys.stream().filter(key -> id.isEmpty() || key.id().equals(id)).toList();
    List<VerificationKey> fit =
        named.stream().filter(key -> key.admits(header.getAlgorithm())).limit(MAX_TRIED).toList();
    if (named.isEmpty() || (fit.isEmpty() && id.isEmpty())) {
      throw new UnknownKey();
    }
    if (fit.isEmpty()) {
      throw new UnsupportedJwtException("the key does not admit the algorithm");
    }
    if (fit.size() > 1 || id.isEmpty()) {
      throw new SeveralKeys(fit, id.isPresent());
    }
    return fit.get(0).key();
  }

  /**
   * The key of a token is not known, at least not yet: the token names an unknown key, or it names
   * none and no known key has signed it.
   */
  static final class UnknownKey extends RuntimeException {
    UnknownKey() {
      super("the token's key is not known", null, false, false);
    }
  }

  /** A token can mean several keys. Its signature has not been checked. */
  static final class SeveralKeys extends RuntimeException {
    private final transient List<VerificationKey> keys;
    private final boolean named;

    /**
     * @param keys each admits the algorithm of the token
     * @param named whether the token names them, so that no other can be meant
     */
    SeveralKeys(List<VerificationKey> keys, boolean named) {
      super("several keys can be meant", null, false, false);
      this.keys = List.copyOf(keys);
      this.named = named;
    }

    List<VerificationKey> keys() {
      return keys;
    }

    boolean areNamed() {
      return named;
    }
  }
}
