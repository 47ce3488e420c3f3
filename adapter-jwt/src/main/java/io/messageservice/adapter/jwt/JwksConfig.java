package io.messageservice.adapter.jwt;

import io.messageservice.domain.network.Authority;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
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
    String written = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    Optional<Authority> authority = Authority.parse(written);
    if (!SCHEMES.contains(scheme) || authority.isEmpty() || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "must be an http or https URL with a host, without a user and without a fragment");
    }
    if (scheme.equals("https") && authority.get().isUnknownToTls()) {
      throw new IllegalArgumentException(
          "must be a URL whose host has no _ where it begins with https: TLS cannot check it");
    }
  }
}
