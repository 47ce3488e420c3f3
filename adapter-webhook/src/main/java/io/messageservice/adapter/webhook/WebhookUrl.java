package io.messageservice.adapter.webhook;

import io.messageservice.domain.network.Authority;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a service of the product is asked.
 *
 * @param url http or https, with a host and without a user
 */
public record WebhookUrl(URI url) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /**
   * @throws IllegalArgumentException where the URL is none of that; does not repeat it
   */
  public WebhookUrl {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    String written = url.getRawAuthority() == null ? "" : url.getRawAuthority();
    Optional<Authority> authority = Authority.parse(written);
    if (!SCHEMES.contains(scheme)
        || url.getHost() == null
        || authority.isEmpty()
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "must be an http or https URL with a host that has no _, without a user and without a"
              + " fragment");
    }
  }

  /**
   * The URL that the text is.
   *
   * @throws IllegalArgumentException where it is none; does not repeat it
   */
  public static WebhookUrl of(String text) {
    try {
      return new WebhookUrl(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("must be an http or https URL");
    }
  }

  /**
   * Whether the host is of a private network, as far as the JDK resolves it. Looks it up, which may
   * block; false where it is unknown, since then nothing is called either.
   */
  public boolean isPrivate() {
    try {
      return Stream.of(InetAddress.getAllByName(url.getHost())).anyMatch(WebhookUrl::isPrivate);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** RFC 1918, RFC 3927, RFC 4193, RFC 6598, multicast, and the machine itself. */
  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal
        || shared;
  }
}
