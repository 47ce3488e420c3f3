package io.messageservice.adapter.websocket;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect (RFC 6455, section 10.2): none named (no browser), one that is
 * configured, or the service's own host name on any port.
 */
final class Origins {

  private final Set<String> allowed;

  Origins(Set<String> allowed) {
    this.allowed = allowed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * @param origin the header of that name; null where there is none
   * @param host the header of that name
   */
  boolean admit(@Nullable String origin, @Nullable String host) {
    if (origin == null || allowed.contains(normal(origin))) {
      return true;
    }
    String own = host == null ? null : hostOf("http://" + host);
    return own != null && own.equals(hostOf(origin));
  }

  private static @Nullable String hostOf(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static String normal(String origin) {
    String lower = origin.strip().toLowerCase(Locale.ROOT);
    String bare = lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    if (bare.startsWith("http:") && bare.endsWith(":80")) {
      return bare.substring(0, bare.length() - 3);
    }
    return bare.startsWith("https:") && bare.endsWith(":443")
        ? bare.substring(0, bare.length() - 4)
        : bare;
  }
}
