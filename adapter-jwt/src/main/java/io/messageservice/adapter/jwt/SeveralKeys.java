package io.messageservice.adapter.jwt;

import java.util.List;

/** A token can mean several keys. Its signature has not been checked. */
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
