package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.bootstrap.talk.TalkClient;
import io.messageservice.domain.network.Authority;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** A chat in the terminal. */
record TalkCommand(CliEnvironment environment) implements CliCommand {

  static final String DEFAULT_URL = "ws://127.0.0.1:8001/";

  /** An authority that the JDK does not take, and what follows it. */
  private static final Pattern UNDERSCORED = Pattern.compile("ws://([^/?#]*_[^/?#]*)(.*)");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]+");

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "talk",
            "Chats in the terminal: each line is sent, messages of others are shown."
                + " /edit N text and /delete N change the last line (1), or one before it;"
                + " /react N emoji reacts to the last message of anybody (1), or one before it."
                + " In a group /title text, /add user, /remove user, /role user role, /ban user,"
                + " /unban user and /leave change it."
                + " /quit ends it.");
    spec.addOption(Specs.text("--token", "JWT", true, "Who you are; see dev and token."));
    spec.addOption(
        Specs.text(
            "--url", "URL", false, "Where the service is; " + DEFAULT_URL + " if left out."));
    spec.addOption(Specs.text("--conversation", "ID", false, "Where to talk; lobby if left out."));
    return spec;
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    TalkClient client =
        new TalkClient(
            url(call.get("--url", DEFAULT_URL)),
            token(call.get("--token", "")),
            call.get("--conversation", "lobby"),
            call.out(),
            Ansi.AUTO.enabled());
    return client.run(environment.input());
  }

  private static String token(String text) throws StartProblem {
    if (!TOKEN.matcher(text).matches()) {
      throw new StartProblem("--token must be a JWT: letters, digits, dots, - and _");
    }
    return text;
  }

  private static URI url(String text) throws StartProblem {
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
    throw new StartProblem("--url must be like " + DEFAULT_URL + " or wss://chat.example.com/");
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
