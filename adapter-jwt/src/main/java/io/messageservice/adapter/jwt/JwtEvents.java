package io.messageservice.adapter.jwt;

/**
 * Observes fetches of keys, to count or log them. Called on any thread but an I/O thread. Nothing
 * here carries a token, a key or an address.
 */
public interface JwtEvents {

  /** Ignores all. */
  JwtEvents NONE = new JwtEvents() {};

  /** Why a fetch failed. */
  enum Failure {
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** The host has a public address by now, and the URL begins with http. */
    EXPOSED,
    /** It took too long. */
    TIMEOUT,
    /** The status was not 200; redirects are not followed. */
    STATUS,
    /** More bytes than a key set needs. */
    TOO_LARGE,
    /** The body was no key set (RFC 7517, section 5). */
    MALFORMED
  }

  /**
   * A key set was fetched and replaces the one before.
   *
   * @param usable how many of its keys can verify tokens
   */
  default void keysFetched(int usable) {}

  /** A fetch failed; the keys fetched before stay valid. */
  default void fetchFailed(Failure cause) {}
}
