package io.messageservice.domain.network;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port (RFC 3986, section 3.2, without a user). Host names may have underscores, as
 * those of containers often do and {@link java.net.URI#getHost} does not know.
 *
 * @param host in lower case; an IPv6 address in brackets
 * @param port 0 to 65535, where it is written
 */
public record Authority(String host, OptionalInt port) {

  private static final Pattern FORM =
      Pattern.compile(
          "(\\[[0-9A-Fa-f:.]+(?:%[0-9A-Za-z._-]+)?]|[0-9A-Za-z_-]+(?:\\.[0-9A-Za-z_-]+)*\\.?)"
              + "(?::([0-9]{0,5}))?");

  private static final int MAX_LENGTH = 300;
  private static final int MAX_PORT = 65_535;

  public Authority {
    host = host.toLowerCase(Locale.ROOT);
  }

  /** The authority that the text is; empty where it is none. */
  public static Optional<Authority> parse(String text) {
    Matcher matcher = FORM.matcher(text.length() <= MAX_LENGTH ? text : "");
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String written = matcher.group(2);
    OptionalInt port =
        written == null || written.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(written));
    return port.orElse(0) > MAX_PORT
        ? Optional.empty()
        : Optional.of(new Authority(matcher.group(1), port));
  }

  /** Whether no certificate can be checked against the host: TLS knows letters, digits, hyphens. */
  public boolean isUnknownToTls() {
    return host.indexOf('_') >= 0;
  }
}
