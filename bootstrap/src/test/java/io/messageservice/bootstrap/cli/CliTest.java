package io.messageservice.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.bootstrap.config.LoggingSettings.LogLevel;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.bootstrap.start.DevPages;
import io.messageservice.bootstrap.start.Launch;
import io.messageservice.bootstrap.start.Running;
import io.messageservice.bootstrap.start.StartProblem;
import io.messageservice.domain.user.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

  private static final String KEY = "a-key-for-tests-of-more-than-32-bytes";

  @TempDir private Path folder = Path.of("");
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Settings> started = new ArrayList<>();
  private final List<DevPages> pages = new ArrayList<>();

  @Test
  void serveIsDoneWhereNoCommandIsNamed() {
    keyed();

    int exit = run("--host", "127.0.0.1", "--max-participants", "7");

    assertThat(exit).isZero();
    assertThat(started).hasSize(1);
    assertThat(started.get(0).limits().maxParticipants()).isEqualTo(7);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void flagWinsOverEnvironment() {
    keyed();
    environment.put("LOG_LEVEL", "debug");

    run("serve", "--log-level", "error");

    assertThat(started.get(0).logging().level()).isEqualTo(LogLevel.ERROR);
  }

  @Test
  void keysAreNotFetchedOverHttpFromAPublicAddress() {
    environment.put("JWT_JWKS_URL", "http://8.8.8.8/keys");
    environment.put("DATA_DIR", folder.toString());

    int exit = run("serve", "--port", "0", "--management-port", "0");

    assertThat(exit).isEqualTo(2);
    assertThat(started).isEmpty();
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("JWT_JWKS_URL must begin with https")
        .doesNotContain("8.8.8.8");
  }

  @Test
  void allProblemsAreToldAtOnceInALineEachAndNothingStarts() {
    environment.put("JWT_SECRET", "too-short");
    environment.put("PORT", "many");
    environment.put("MANAGEMENT_PORT", "0");
    environment.put("DATA_DIR", folder.resolve("missing").toString());

    int exit = run("serve", "--store", "papyrus", "--drain-time", "soon");

    assertThat(exit).isEqualTo(2);
    assertThat(started).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("JWT_SECRET has 9 bytes") && line.contains("RFC 7518"))
        .anyMatch(line -> line.startsWith("PORT must be a port"))
        .anyMatch(line -> line.startsWith("STORE must be one of sqlite, memory"))
        .anyMatch(line -> line.startsWith("DRAIN_TIME must be a duration"));
    assertThat(everythingPrinted()).doesNotContain("too-short", "\tat ");
  }

  @Test
  void portInUseIsToldBeforeTheStart() throws IOException {
    keyed();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int exit = run("serve", "--host", "127.0.0.1", "--port", "" + taken.getLocalPort());

      assertThat(exit).isEqualTo(2);
      assertThat(err.toString().strip()).isEqualTo("PORT " + taken.getLocalPort() + " is in use");
    }
  }

  @Test
  void problemOfTheStartItselfIsToldAlike() {
    keyed();

    int exit =
        run(
            (settings, page) -> {
              throw new StartProblem(List.of("DATA_DIR is on the moon", "PORT is shy"));
            },
            "serve");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines()).containsExactly("DATA_DIR is on the moon", "PORT is shy");
  }

  @Test
  void unknownOptionIsNamedWithoutWhatWasWritten() {
    int exit = run("serve", "--jwt-secrt=" + KEY);

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: --jwt-secrt");
    assertThat(everythingPrinted()).doesNotContain(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve", "dev", "token", "talk", "check", "backup", "restore", "doctor", "bench", "top"
      })
  void everyCommandHasHelp(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: message-service " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", "doctor", "bench", "top"})
  void toolsAreInTheHelpAndShowHowTheyAreCalled(String command) {
    run("--help");
    assertThat(out.toString()).containsPattern("(?m)^  " + command + " ");

    run(command, "--help");
    assertThat(out.toString()).contains("Examples:", "  message-service " + command + " ");
  }

  @Test
  void doctorSaysWhatIsWrongAndEndsAccordingly() {
    keyed();
    environment.put("JWT_SECRET", "tiny");

    int exit = run("doctor", "--max-connections", "9999999", "--json");

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith("{\"worst\":\"fail\",\"findings\":[{\"check\":\"settings\",\"level\":\"fail\"")
        .contains("JWT_SECRET has 4 bytes", "\"check\":\"descriptors\"", "\"check\":\"fsync\"")
        .doesNotContain("tiny");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void benchSparesTheServersOfOthers() {
    keyed();

    assertThat(run("bench", "--url", "ws://192.0.2.1/")).isEqualTo(2);
    assertThat(err.toString()).startsWith("--url is not on this machine: add --yes-i-own-this");
  }

  @ParameterizedTest
  @CsvSource({
    "--connections, 20001, --connections must be a number from 1 to",
    "--connections, 1.5, --connections must be a number",
    "--rate, 0, --rate must be a number from 0.01 to",
    "--rate, -1, --rate must be a number",
    "--time, 2h, --time must be a duration",
    "--metrics, here, --metrics must be like http://",
    "--token-file, /nowhere/tokens, --token-file cannot be read",
  })
  void benchIsBounded(String option, String value, String problem) {
    keyed();

    assertThat(run("bench", option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(problem);
  }

  @Test
  void topNamesANodeThatDoesNotAnswer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(run("top", "--once", "--url", "http://127.0.0.1:" + port)).isEqualTo(2);
    assertThat(err.toString()).contains("does not answer with metrics");
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", "restore"})
  void storeInRedisIsCopiedByRedis(String command) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    int exit = run(command, "--redis-url", "redis://127.0.0.1:6379", file.toString());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("STORE is redis").contains("docs/operations.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "dev", "check"})
  void everySettingIsAFlag(String command) {
    run(command, "--help");

    assertThat(out.toString())
        .contains(Settings.ALL.stream().map(setting -> setting.flag() + "=").toList());
  }

  @Test
  void hostWithAnUnderscoreIsLookedUpByTalk() {
    int exit = run("talk", "--token", "a.b.c", "--url", "ws://no_such_host.invalid:1/");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("--url names a host that is not known here");
  }

  @Test
  void checkMasksTheSecret() {
    keyed();

    int exit = run("check");

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("JWT_SECRET=********", "STORE=sqlite");
    assertThat(everythingPrinted()).doesNotContain(KEY);
  }

  @Test
  void checkPrintsWhatItReadAndSaysWhatIsWrong() {
    int exit = run("check", "--jwt-secret", "tiny", "--sync", "maybe");

    assertThat(exit).isEqualTo(2);
    assertThat(out.toString()).contains("JWT_SECRET=********", "SYNC=maybe");
    assertThat(err.toString()).contains("JWT_SECRET has 4 bytes", "SYNC must be one of");
    assertThat(everythingPrinted()).doesNotContain("tiny");
  }

  @Test
  void devKeepsToThisMachineAndReusesItsKey() {
    run("dev", "--data-dir", folder.toString(), "--port", "0", "--management-port", "0");
    run("dev", "--data-dir", folder.toString(), "--port", "0", "--management-port", "0");

    assertThat(started).hasSize(2);
    assertThat(started.get(0).listeners().host()).isEqualTo("127.0.0.1");
    assertThat(devKey(0)).isEqualTo(devKey(1)).hasSize(43);
    assertThat(folder.resolve("dev-secret")).exists();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void devTakesNoKeysOfOthers() {
    int exit = run("dev", "--jwt-jwks-url", "https://auth.example/keys");

    assertThat(exit).isEqualTo(2);
    assertThat(started).isEmpty();
    assertThat(err.toString()).startsWith("dev makes tokens itself");
  }

  @Test
  void devPrintsTwoLinesToCopy() {
    run("dev", "--data-dir", folder.toString(), "--port", "0", "--management-port", "0");

    assertThat(out.toString().lines().filter(line -> line.startsWith("./message-service talk")))
        .hasSize(2)
        .allMatch(line -> line.contains("--url ws://127.0.0.1:4711/ --token "));
  }

  @Test
  void devNamesThePageFirstAndGivesItTokens() {
    run("dev", "--data-dir", folder.toString(), "--port", "0", "--management-port", "0");

    assertThat(out.toString()).startsWith("To chat, open http://127.0.0.1:4711/ in your browser");
    assertThat(pages).hasSize(1);
    assertThat(claims(pages.get(0).tokens().issue(new UserId("carol"))))
        .isEqualTo("{\"sub\":\"carol\",\"iat\":1000,\"exp\":87400,\"username\":\"carol\"}");
  }

  @Test
  void serveHasNoPage() {
    keyed();

    run("serve");

    assertThat(started).hasSize(1);
    assertThat(pages).isEmpty();
  }

  @Test
  void devWarnsWhereOthersCanReachIt() {
    run(
        "dev",
        "--data-dir",
        folder.toString(),
        "--port",
        "0",
        "--management-port",
        "0",
        "--host",
        "0.0.0.0");

    assertThat(err.toString()).startsWith("Warning: HOST 0.0.0.0");
  }

  @Test
  void tokenIsSignedWithTheKeyOfDev() throws IOException {
    Files.writeString(folder.resolve("dev-secret"), KEY);

    int exit =
        run(
            "token",
            "--sub",
            "u1",
            "--name",
            "Una",
            "--ttl",
            "1h",
            "--data-dir",
            folder.toString());

    assertThat(exit).isZero();
    assertThat(claims(out.toString()))
        .isEqualTo("{\"sub\":\"u1\",\"iat\":1000,\"exp\":4600,\"username\":\"Una\"}");
  }

  @Test
  void tokenNeedsAKey() {
    int exit = run("token", "--sub", "u1", "--data-dir", folder.toString());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).startsWith("JWT_SECRET is empty");
  }

  @Test
  void tokenThatWillBeRefusedIsIssuedWithAWarning() {
    keyed();
    environment.put("JWT_ISSUER", "auth");

    assertThat(run("token", "--sub", "u1")).isZero();
    assertThat(err.toString()).startsWith("Warning: JWT_ISSUER");
  }

  private static String claims(String token) {
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return new String(claims, StandardCharsets.UTF_8);
  }

  private byte[] devKey(int start) {
    return started.get(start).tokens().secret().orElseThrow().bytes();
  }

  private void keyed() {
    environment.put("JWT_SECRET", KEY);
    environment.put("DATA_DIR", folder.toString());
    environment.put("PORT", "0");
    environment.put("MANAGEMENT_PORT", "0");
  }

  private int run(String... arguments) {
    return run(
        (settings, page) -> {
          started.add(settings);
          page.ifPresent(pages::add);
          return new Idle();
        },
        arguments);
  }

  private int run(Launch launch, String... arguments) {
    CliEnvironment surroundings =
        new CliEnvironment(
            launch,
            (running, hangUp) -> {},
            settings -> {},
            environment,
            InputStream.nullInputStream(),
            InstantSource.fixed(Instant.ofEpochSecond(1000)),
            "./message-service");
    return new Cli(surroundings)
        .printingTo(new PrintWriter(out, true), new PrintWriter(err, true))
        .run(arguments);
  }

  private String everythingPrinted() {
    return out + "" + err;
  }

  /** A service that does nothing. */
  private static final class Idle implements Running {
    @Override
    public int port() {
      return 4711;
    }

    @Override
    public void ready() {}

    @Override
    public void reload() {}

    @Override
    public void drain() {}

    @Override
    public void stopNow() {}
  }
}
