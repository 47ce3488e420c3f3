package io.messageservice.adapter.jwt;

import io.messageservice.domain.network.Authority;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * The request for a key set. The JDK's client takes no URL whose host has an underscore; such a
 * host is looked up here, asked by its address and named in the header {@code Host}.
 */
final class KeyRequest {

  /** Read once by the JDK, when its client is first used. */
  private static final String ALLOWED = "jdk.httpclient.allowRestrictedHeaders";

  static {
    String others = System.getProperty(ALLOWED);
    System.setProperty(ALLOWED, others == null ? "host" : others + ",host");
  }

  private final URI url;
  private final Duration timeout;

  KeyRequest(JwksConfig config, Duration timeout) {
    this.url = config.url();
    this.timeout = timeout;
  }

  /** Looks the host up where the client does not; blocks then. */
  HttpRequest make() throws UnknownHostException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Accept", "application/jwk-set+json, application/json")
            .timeout(timeout);
    return url.getHost() != null
        ? request.uri(url).build()
        : request.uri(byAddress()).header("Host", url.getRawAuthority()).build();
  }

  private URI byAddress() throws UnknownHostException {
    Authority authority = Authority.parse(url.getRawAuthority()).orElseThrow();
    InetAddress address = InetAddress.getByName(authority.host());
    String numbers = address.getHostAddress();
    String host = address instanceof Inet6Address ? "[" + numbers + "]" : numbers;
    String port = authority.port().isPresent() ? ":" + authority.port().getAsInt() : "";
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(url.getScheme() + "://" + host + port + url.getRawPath() + query);
  }
}
