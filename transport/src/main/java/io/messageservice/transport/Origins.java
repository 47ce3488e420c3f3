package io.messageservice.transport;

import io.messageservice.domain.network.Authority;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect (RFC 6455, section 10.2): none named (no browser), one that is
 * configured, or the service's own host name on any port. Immutable.
 */
public final class Origins {

  /** As browsers write it (RFC 6454, section 6.1), or with a slash at its end. */
  private static final Pattern ORIGIN = Pattern.compile("[A-Za-z][0-9A-Za-z+.-]*://([^/]*)/?");

  private final Set<String> allowed;

  /** These, and the own host name. */
  public Origins(Set<String> allowed) {
    this.allowed = allowed.stream().map(Origins::normal).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether a page of that origin may connect.
   *
   * @param origin the header of that name; {@code null} is a word that browsers write
   * @param host the header of that name
   */
  public boolean admit(String origin, @Nullable String host) {
    if (allowed.contains(normal(origin))) {
      return true;
    }
    Optional<String> own = Optional.ofNullable(host).flatMap(Origins::hostOf);
    return own.isPresent() && own.equals(hostOf(authorityOf(origin)));
  }

  private static Optional<String> hostOf(String authority) {
    return Authority.parse(authority).map(Authority::host);
  }

  /** What follows the scheme; no authority where there is none. */
  private static String authorityOf(String origin) {
    Matcher matcher = ORIGIN.matcher(origin.strip());
    return matcher.matches() ? matcher.group(1) : "";
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
