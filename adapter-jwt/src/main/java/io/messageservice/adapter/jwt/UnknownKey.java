package io.messageservice.adapter.jwt;

/**
 * A token is of a key that is not known, at least not yet: it names one, or names none and no known
 * key has signed it.
 */
final class UnknownKey extends RuntimeException {

  UnknownKey() {
    super("the token's key is not known", null, false, false);
  }
}
