package io.messageservice.adapter.jwt;

import java.util.List;

/** Several keys can be meant by a token. Its signature was not looked at. */
final class SeveralKeys extends RuntimeException {

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
