package io.messageservice.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentedSettingsTest {

  private static final Path HOME = Path.of("..");

  /** {@code `DATA_DIR`}, {@code `STORE=memory`} or {@code `SYNC`}. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z]+(?:_[A-Z]+)+|[A-Z]+(?==)|[A-Z]{4,}(?=`))[^`]*`");

  private static final Pattern PAGES = Pattern.compile("\\.(md|yaml)$");

  private static final Set<String> OF_SCRIPTS =
      Set.of("BENCH_DIR", "JAVA_HOME", "JAVA_OPTS", "FSYNC_TEST_SHOW", "WSTEST");

  /** Words of SQLite, of Redis, of HTTP and of logs that look the same. */
  private static final Set<String> NO_SETTINGS =
      Set.of(
          "BGREWRITEAOF",
          "HEAD",
          "INFO",
          "MAXLEN",
          "OPTIONS",
          "PATH",
          "PONG",
          "POST",
          "SLOWLOG",
          "SPUBLISH",
          "SSUBSCRIBE",
          "SUNSUBSCRIBE",
          "TIME",
          "VACUUM",
          "XADD");

  @Test
  void whatThePagesNameCanBeSet() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
      Stream<Path> pages = files.filter(file -> PAGES.matcher(file.toString()).find());
      for (Path page : Stream.concat(pages, Stream.of(HOME.resolve("README.md"))).toList()) {
        NAME.matcher(Files.readString(page))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(named::add);
      }
    }
    named.removeAll(OF_SCRIPTS);
    named.removeAll(NO_SETTINGS);
    named.removeIf(name -> name.startsWith("OTEL_")); // read by OpenTelemetry itself

    assertThat(named).contains("SYNC", "DATA_DIR");
    assertThat(Settings.ALL.stream().map(Setting::name).collect(Collectors.toSet()))
        .containsAll(named);
  }

  @Test
  void limitsOfTheSocketAreThoseOfTheirSettings() throws IOException {
    JsonNode document = new YAMLMapper().readTree(HOME.resolve("docs/asyncapi.yaml").toFile());
    for (JsonNode limit : document.get("x-limits")) {
      assertThat(Settings.ALL)
          .as("%s", limit)
          .anyMatch(
              setting ->
                  setting.name().equals(limit.get("setting").asText())
                      && setting.defaultText().equals(limit.get("default").asText()));
    }
    for (JsonNode setting : document.findValues("x-setting")) {
      assertThat(Settings.ALL).anyMatch(known -> known.name().equals(setting.asText()));
    }
  }
}
