package io.messageservice.adapter.jwt;

/**
 * Hears what becomes of the keys, to count or log it. Called on any thread but an I/O thread.
 * Nothing here carries a token, a key or an address.
 */
public interface JwtEvents {

  /** Hears nothing. */
  JwtEvents NONE = new JwtEvents() {};

  /** Why a key set was not had. */
  enum Failure {
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** It took too long. */
    TIMEOUT,
    /** The answer was another than 200; redirects are not followed. */
    STATUS,
    /** More bytes than a key set needs. */
    TOO_LARGE,
    /** No key set (RFC 7517, section 5). */
    MALFORMED
  }

  /**
   * A key set was fetched and replaces the one before.
   *
   * @param usable how many of its keys can verify tokens
   */
  default void keysFetched(int usable) {}

  /** A fetch failed; the keys fetched before go on counting. */
  default void fetchFailed(Failure cause) {}
}
