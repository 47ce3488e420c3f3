package io.messageservice.bootstrap.cli;

import io.messageservice.adapter.jwt.TokenIssuer;
import io.messageservice.bootstrap.bench.BenchPlan;
import io.messageservice.bootstrap.bench.BenchResult;
import io.messageservice.bootstrap.bench.BenchRun;
import io.messageservice.bootstrap.config.DurationText;
import io.messageservice.bootstrap.config.Unreadable;
import io.messageservice.bootstrap.start.StartProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Puts load on a service and prints what was measured. */
record BenchCommand(CliEnvironment environment) implements CliCommand {

  private static final String OWNED = "--yes-i-own-this-server";

  private static final Duration TOKENS_LIVE = Duration.ofHours(2);

  /** Of the id of a run. */
  private static final int NAME_LENGTH = 8;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "bench",
            "Opens connections, joins conversations that it begins, and sends messages at a fixed"
                + " rate, whatever becomes of those before: latency counts from when a message was"
                + " due. Prints what was delivered, lost and doubled, latencies, and the server's"
                + " use of the processor. Its messages stay in the store. Exit code: 0 all was"
                + " delivered once, 1 it was not, 2 it could not begin.");
    spec.addOption(
        Specs.text("--url", "URL", false, "The service; " + SocketUrl.DEFAULT + " if left out."));
    spec.addOption(number("--connections", "100", "Connections, each of a user of its own."));
    spec.addOption(number("--room-size", "2", "How many of them share a conversation."));
    spec.addOption(number("--rate", "100", "Messages a second, of all together."));
    spec.addOption(number("--churn", "0", "Connections a second that are closed and come back."));
    spec.addOption(number("--length", "100", "Characters of each message."));
    spec.addOption(
        Specs.text("--time", "DURATION", false, "For how long; 30s if left out, 1h at most."));
    spec.addOption(
        Specs.text(
            "--metrics",
            "URL",
            false,
            "The management port, such as http://127.0.0.1:8002, for the server's CPU."));
    spec.addOption(
        Specs.text("--pid", "PID", false, "The server's process on this machine, for the same."));
    spec.addOption(
        Specs.text(
            "--token-file",
            "FILE",
            false,
            "Tokens, one a line, for services whose key is not at hand; used in turn. Without it"
                + " tokens are made as by the command token."));
    spec.addOption(Specs.flag("--json", "Prints the result as one object for machines."));
    spec.addOption(
        Specs.flag(OWNED, "Needed where the service is not on this machine: load harms others."));
    SettingFlags.addTo(spec, TokenKey.SETTINGS);
    Specs.examples(
        spec,
        "bench",
        "bench --connections 1000 --rate 2000 --time 1m --metrics http://127.0.0.1:8002",
        "bench --connections 500 --room-size 50 --rate 20 --churn 5 --json",
        "bench --url wss://chat.example.com/ --token-file tokens.txt " + OWNED);
    return spec;
  }

  private static OptionSpec number(String name, String otherwise, String description) {
    return Specs.text(name, "N", false, description + " " + otherwise + " if left out.");
  }

  @Override
  public int run(CliCall call) throws StartProblem, InterruptedException {
    BenchPlan plan = plan(call);
    requireOwned(call, plan.url());
    String name = UUID.randomUUID().toString().substring(0, NAME_LENGTH);
    BenchResult result =
        new BenchRun(plan, name, tokens(call, name), line -> progress(call, line)).run();
    if (call.isGiven("--json")) {
      call.print(result.json());
    } else {
      result.lines().forEach(call::print);
    }
    return result.exitCode();
  }

  private static void progress(CliCall call, String line) {
    call.err().println(line);
    call.err().flush();
  }

  private static BenchPlan plan(CliCall call) throws StartProblem {
    NumberOptions numbers = new NumberOptions(call);
    int connections = numbers.whole("--connections", 100, 1, BenchPlan.MAX_CONNECTIONS);
    return new BenchPlan(
        SocketUrl.read(call.get("--url", SocketUrl.DEFAULT)),
        connections,
        numbers.whole("--room-size", 2, 1, BenchPlan.MAX_ROOM_SIZE),
        numbers.decimal("--rate", 100, 0.01, BenchPlan.MAX_RATE),
        numbers.decimal("--churn", 0, 0, BenchPlan.MAX_CHURN),
        time(call),
        numbers.whole("--length", 100, 1, BenchPlan.MAX_CONTENT_LENGTH),
        call.find("--metrics").isPresent()
            ? Optional.of(PageUrl.read("--metrics", call.get("--metrics", "")))
            : Optional.empty(),
        call.find("--pid").isPresent()
            ? OptionalLong.of(numbers.whole("--pid", 0, 1, Integer.MAX_VALUE))
            : OptionalLong.empty());
  }

  private static Duration time(CliCall call) throws StartProblem {
    try {
      return DurationText.read(call.get("--time", "30s"), "1s", "1h");
    } catch (Unreadable e) {
      throw new StartProblem("--time " + e.getMessage());
    }
  }

  private static void requireOwned(CliCall call, URI url) throws StartProblem {
    if (!call.isGiven(OWNED) && !isLoopback(url.getHost())) {
      throw new StartProblem(
          "--url is not on this machine: add " + OWNED + " where you may put load on it");
    }
  }

  private static boolean isLoopback(String host) throws StartProblem {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new StartProblem("--url names a host that is not known here");
    }
  }

  private IntFunction<String> tokens(CliCall call, String name) throws StartProblem {
    Optional<String> file = call.find("--token-file");
    if (file.isPresent()) {
      List<String> all = tokensOf(file.get());
      return number -> all.get(number % all.size());
    }
    TokenIssuer issuer =
        TokenKey.issuer(TokenKey.reading(call, environment.variables()), environment.clock());
    return number -> issuer.issue("bench-" + name + "-" + number, Optional.empty(), TOKENS_LIVE);
  }

  private static List<String> tokensOf(String file) throws StartProblem {
    try {
      List<String> lines =
          Files.readAllLines(Path.of(file)).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      if (lines.isEmpty()) {
        throw new StartProblem("--token-file holds no token");
      }
      for (String line : lines) {
        String unused = SocketUrl.token(line);
      }
      return lines;
    } catch (IOException | InvalidPathException e) {
      throw new StartProblem("--token-file cannot be read");
    }
  }
}
