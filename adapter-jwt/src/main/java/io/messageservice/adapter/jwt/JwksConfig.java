package io.messageservice.adapter.jwt;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Where an auth service publishes its keys as a JWK set (RFC 7517).
 *
 * @param url http or https, with a host and without a user; redirects from it are not followed
 */
public record JwksConfig(URI url) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * @throws IllegalArgumentException where the URL is none of that; does not repeat it
   */
  public JwksConfig {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme) || url.getHost() == null) {
      throw new IllegalArgumentException("must be an http or https URL with a host");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException("must be a URL without a user and without a fragment");
    }
  }
}
