package io.messageservice.adapter.jwt;

import io.messageservice.domain.network.Authority;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

  /**
   * Whether the keys would cross a public network without TLS: an attacker on the way could replace
   * them. Looks the host up, which may block; false where it is unknown, since then nothing is
   * fetched either.
   */
  public boolean isExposed() {
    if (!url.getScheme().equalsIgnoreCase("http")) {
      return false;
    }
    String host = Authority.parse(url.getRawAuthority()).orElseThrow().host();
    try {
      return !Stream.of(InetAddress.getAllByName(host)).allMatch(JwksConfig::isPrivate);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** RFC 1918, RFC 3927, RFC 4193, RFC 6598, and the machine itself. */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal
        || shared;
  }
}
