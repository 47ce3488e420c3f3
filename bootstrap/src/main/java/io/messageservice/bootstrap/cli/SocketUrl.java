package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.domain.network.Authority;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a command connects as clients do, and as whom. */
final class SocketUrl {

  static final String DEFAULT = "ws://127.0.0.1:8001/";

  /** An authority that the JDK does not take, and what follows it. */
  private static final Pattern UNDERSCORED = Pattern.compile("ws://([^/?#]*_[^/?#]*)(.*)");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]+");

  private SocketUrl() {}

  /** A token that can be sent as it is. */
  static String token(String text) throws StartProblem {
    if (!TOKEN.matcher(text).matches()) {
      throw new StartProblem("--token must be a JWT: letters, digits, dots, - and _");
    }
    return text;
  }

  /** The address; a host name with an underscore is looked up. */
  static URI read(String text) throws StartProblem {
    try {
      URI url = URI.create(text);
      if (url.getHost() != null && Set.of("ws", "wss").contains(url.getScheme())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    Matcher named = UNDERSCORED.matcher(text);
    Optional<Authority> place =
        named.matches() ? Authority.parse(named.group(1)) : Optional.empty();
    if (place.isPresent()) {
      return byAddress(place.get(), named.group(2));
    }
    throw new StartProblem("--url must be like " + DEFAULT + " or wss://chat.example.com/");
  }

  /** The JDK's client takes no host name with an underscore. */
  private static URI byAddress(Authority place, String path) throws StartProblem {
    try {
      InetAddress address = InetAddress.getByName(place.host());
      String numbers = address.getHostAddress();
      String host = address instanceof Inet6Address ? "[" + numbers + "]" : numbers;
      return URI.create("ws://" + host + ":" + place.port().orElse(80) + path);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new StartProblem("--url names a host that is not known here");
    }
  }
}
