package io.messageservice.adapter.jwt;

/**
 * The key of a token is not known, at least not yet: the token names an unknown key, or it names
 * none and no known key has signed it.
 */
final class UnknownKey extends RuntimeException {

  UnknownKey() {
    super("the token's key is not known", null, false, false);
  }
}
