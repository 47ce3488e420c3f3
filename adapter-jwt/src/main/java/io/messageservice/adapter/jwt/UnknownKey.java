package io.messageservice.adapter.jwt;

/** A token names a key that is not known, at least not yet. Its signature was not looked at. */
final class UnknownKey extends RuntimeException {

  UnknownKey() {
    super("the token's key is not known", null, false, false);
  }
}
