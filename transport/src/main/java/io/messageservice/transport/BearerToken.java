package io.messageservice.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token of an {@code Authorization} header. RFC 6750, section 2.1. */
public final class BearerToken {

  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /**
   * The token; empty where there is none.
   *
   * @param authorization the header's value; null where it is not there once
   */
  public static Optional<String> in(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }
}
