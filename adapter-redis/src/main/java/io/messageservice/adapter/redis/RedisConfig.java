package io.messageservice.adapter.redis;

import io.messageservice.domain.network.Authority;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where Redis is and what is ours in it.
 *
 * @param mode how it is run
 * @param addresses of the server, of Sentinels, or of some nodes of the cluster, as {@code
 *     redis://host:port} or, with TLS, {@code rediss://host:port}
 * @param master the name by which Sentinels know it; empty in other modes
 * @param database its number; 0 in a cluster
 * @param user who we are to it; empty where it has only a password, or none
 * @param trusted what the certificates of servers must go back to where TLS is spoken; empty: what
 *     the JVM trusts
 * @param prefix what all our keys and channels begin with
 */
public record RedisConfig(
    Mode mode,
    List<String> addresses,
    String master,
    int database,
    Optional<String> user,
    Optional<String> password,
    List<X509Certificate> trusted,
    String prefix) {

  /** What keys begin with by default. */
  public static final String DEFAULT_PREFIX = "ms:";

  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26379;

  public RedisConfig {
    Objects.requireNonNull(mode, "mode");
    addresses = List.copyOf(addresses);
    trusted = List.copyOf(trusted);
    if (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
      throw new IllegalArgumentException("a key prefix has no braces");
    }
  }

  /** How Redis is run. */
  public enum Mode {
    /** One server. */
    SINGLE,
    /** A master that Sentinels name, with replicas. */
    SENTINEL,
    /** Redis Cluster. */
    CLUSTER
  }

  /**
   * As a URL gives it, with the usual prefix:
   *
   * <ul>
   *   <li>{@code redis://user:password@host:port/database}
   *   <li>{@code redis-sentinel://user:password@host:port,host:port/master/database}
   *   <li>{@code redis-cluster://user:password@host:port,host:port}
   * </ul>
   *
   * {@code rediss} in place of {@code redis} asks for TLS. Everything but a host, and the name of
   * the master, may be left out. User and password are written with percent signs where needed.
   *
   * @throws IllegalArgumentException with one line for the operator, without the password
   */
  public static RedisConfig of(String url) {
    int scheme = url.indexOf("://");
    String name = scheme < 0 ? "" : url.substring(0, scheme);
    String rest = url.substring(scheme + (scheme < 0 ? 1 : 3));
    return switch (name) {
      case "redis", "rediss" -> parse(Mode.SINGLE, name, rest);
      case "redis-sentinel" -> parse(Mode.SENTINEL, "redis", rest);
      case "rediss-sentinel" -> parse(Mode.SENTINEL, "rediss", rest);
      case "redis-cluster" -> parse(Mode.CLUSTER, "redis", rest);
      case "rediss-cluster" -> parse(Mode.CLUSTER, "rediss", rest);
      default ->
          throw new IllegalArgumentException(
              "begins with redis:// or rediss://, also redis-sentinel:// and redis-cluster://");
    };
  }

  /** The same with another prefix. */
  public RedisConfig withPrefix(String other) {
    return new RedisConfig(mode, addresses, master, database, user, password, trusted, other);
  }

  /** The same, but servers are believed by these certificates and no others. */
  public RedisConfig withTrusted(List<X509Certificate> others) {
    return new RedisConfig(mode, addresses, master, database, user, password, others, prefix);
  }

  /** Whether TLS is spoken. */
  public boolean isEncrypted() {
    return addresses.get(0).startsWith("rediss:");
  }

  /** The servers, without secrets. */
  @Override
  public String toString() {
    return mode + " " + addresses + (master.isEmpty() ? "" : " " + master) + " " + prefix;
  }

  private static RedisConfig parse(Mode mode, String scheme, String rest) {
    int at = rest.lastIndexOf('@');
    String[] path = rest.substring(at + 1).split("/", -1);
    Optional<String> credentials = at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at));
    int names = mode == Mode.SENTINEL ? 1 : 0;
    if (path.length > names + 2) {
      throw new IllegalArgumentException("has too many slashes");
    }
    String master = names == 1 && path.length > 1 ? path[1] : "";
    if (mode == Mode.SENTINEL && master.isEmpty()) {
      throw new IllegalArgumentException("names no master: redis-sentinel://host:port/master");
    }
    return new RedisConfig(
        mode,
        addresses(scheme, path[0], mode == Mode.SENTINEL ? SENTINEL_PORT : PORT),
        master,
        database(mode, path.length > names + 1 ? path[names + 1] : ""),
        credentials.map(RedisConfig::userOf).filter(user -> !user.isEmpty()),
        credentials.map(RedisConfig::passwordOf).filter(password -> !password.isEmpty()),
        List.of(),
        DEFAULT_PREFIX);
  }

  private static List<String> addresses(String scheme, String hosts, int defaultPort) {
    List<String> addresses = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      addresses.add(address(scheme, host, defaultPort));
    }
    return addresses;
  }

  private static String address(String scheme, String host, int defaultPort) {
    Authority authority =
        Authority.parse(host)
            .orElseThrow(() -> new IllegalArgumentException("has no valid host: " + host));
    if (scheme.equals("rediss") && authority.isUnknownToTls()) {
      throw new IllegalArgumentException("has a host that TLS cannot check, by its _: " + host);
    }
    return scheme + "://" + authority.host() + ":" + authority.port().orElse(defaultPort);
  }

  private static int database(Mode mode, String text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (mode == Mode.CLUSTER || !text.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException("ends with no number of a database: " + text);
    }
    return Integer.parseInt(text);
  }

  private static String userOf(String credentials) {
    int colon = credentials.indexOf(':');
    return decoded(colon < 0 ? "" : credentials.substring(0, colon));
  }

  /** What stands alone is a password, as servers have without users. */
  private static String passwordOf(String credentials) {
    return decoded(credentials.substring(credentials.indexOf(':') + 1));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
