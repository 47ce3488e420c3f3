package io.messageservice.bootstrap.metrics;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files in {@code docs/monitoring} name what there is, and nothing else. */
class MonitoringFilesTest {

  private static final Path FOLDER = Path.of("..", "docs", "monitoring");

  /** A metric, and perhaps the matchers of its labels. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:message_service|jvm|process|system)_\\w+|up)\\b(?:\\{([^}]*)})?");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  /** Labels that Prometheus adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job", "le");

  /** Which collectors have it depends on the JDK: G1 from 20 on. */
  private static final String CONCURRENT = "jvm_gc_concurrent_phase_time_seconds";

  private final MetricsRegistry registry = new MetricsRegistry();

  @BeforeEach
  void show() {
    registry.showJvm();
  }

  @AfterEach
  void close() {
    registry.close();
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(FOLDER.resolve("dashboard.json").toFile());
  }

  private static JsonNode yaml(String name) throws IOException {
    return new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve(name).toFile());
  }

  private static JsonNode rules() throws IOException {
    return yaml("alerts.yml");
  }

  private static List<String> expressions() throws IOException {
    return Stream.concat(
            dashboard().findValuesAsText("expr").stream(),
            rules().findValuesAsText("expr").stream())
        .toList();
  }

  /** What the page of a registry with nothing of ours has, and what it has since a collection. */
  private Set<String> ofTheJvm() {
    Set<String> names = new TreeSet<>(Set.of("jvm_gc_pause_seconds", "jvm_gc_pause_seconds_max"));
    registry
        .page("")
        .text()
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1)[2])
        .filter(name -> !name.startsWith(CONCURRENT))
        .forEach(names::add);
    return names;
  }

  private static Stream<String> series(Metric metric) {
    return metric.type() == Metric.Type.TIMES || metric.type() == Metric.Type.SIZES
        ? Stream.of("_bucket", "_count", "_sum").map(metric.shown()::concat)
        : Stream.of(metric.shown());
  }

  private static List<Metric> metricsOf(String series) {
    return Arrays.stream(Metric.values())
        .filter(metric -> series(metric).anyMatch(series::equals))
        .toList();
  }

  private boolean isOfTheJvm(String series) {
    return series.equals("up")
        || ofTheJvm().contains(series.replaceAll("_(sum|count|bucket)$", ""));
  }

  @Test
  void everyQueryNamesWhatThereIs() throws IOException {
    for (String query : expressions()) {
      Set<String> labels = new HashSet<>(OF_PROMETHEUS);
      SELECTOR
          .matcher(query)
          .results()
          .forEach(
              found -> {
                List<Metric> known = metricsOf(found.group(1));
                known.forEach(metric -> labels.addAll(metric.labels()));
                assertThat(!known.isEmpty() || isOfTheJvm(found.group(1)))
                    .as("%s in %s", found.group(1), query)
                    .isTrue();
                if (!known.isEmpty() && found.group(2) != null) {
                  assertThat(names(MATCHER, found.group(2)))
                      .as(query)
                      .allMatch(
                          label ->
                              OF_PROMETHEUS.contains(label)
                                  || known.get(0).labels().contains(label));
                }
              });
      assertThat(names(GROUPING, query).flatMap(list -> Arrays.stream(list.split(",\\s*", -1))))
          .as(query)
          .allMatch(labels::contains);
    }
  }

  private static Stream<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1));
  }

  @Test
  void everyMetricIsShown() throws IOException {
    String all = String.join("\n", expressions());

    assertThat(Metric.values())
        .allMatch(metric -> series(metric).anyMatch(series -> all.contains(series)));
  }

  @Test
  void dashboardCanBeImported() throws IOException {
    JsonNode dashboard = dashboard();
    Set<String> sources = new HashSet<>(dashboard.findValuesAsText("uid"));

    assertThat(dashboard.get("uid").asText()).isEqualTo("message-service");
    assertThat(dashboard.get("schemaVersion").asInt()).isPositive();
    JsonNode chosen = dashboard.at("/templating/list/0");
    assertThat(chosen.at("/name").asText()).isEqualTo("datasource");
    assertThat(chosen.at("/type").asText()).isEqualTo("datasource");
    assertThat(sources).containsExactlyInAnyOrder("message-service", "${datasource}");
    assertThat(dashboard.get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    for (JsonNode target :
        dashboard.findValues("targets").stream().flatMap(list -> stream(list)).toList()) {
      String query = target.get("expr").asText();
      assertThat(names(LEGEND, target.get("legendFormat").asText()))
          .as(query)
          .allMatch(label -> query.matches(".*by \\([^)]*\\b" + label + "\\b.*"));
    }
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return java.util.stream.StreamSupport.stream(list.spliterator(), false);
  }

  @Test
  void everyAlertSaysWhatItIsAndWhatToDo() throws IOException {
    JsonNode all = rules().at("/groups/0/rules");

    assertThat(all).isNotEmpty();
    assertThat(stream(all))
        .allSatisfy(
            rule -> {
              assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
              assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
              assertThat(rule.at("/annotations/runbook").asText()).isNotBlank();
            });
  }

  @Test
  void everyAlertFiresInATestAndRestsInAnother() throws IOException {
    List<String> alerts = rules().findValuesAsText("alert");
    JsonNode tests = yaml("alerts-test.yml").get("tests");

    assertThat(tests.get(0).findValues("exp_alerts")).isEmpty();
    assertThat(tests.get(0).findValuesAsText("alertname")).isEqualTo(alerts);
    assertThat(tests.get(1).findValuesAsText("alertname")).isEqualTo(alerts);
    assertThat(tests.get(1).findValues("exp_alerts")).hasSameSizeAs(alerts);
  }

  @Test
  void theTableSaysWhatTheCatalogueSays() throws IOException {
    assertThat(rows("## Metrics"))
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values()).map(MonitoringFilesTest::row).toList());
  }

  private static String row(Metric metric) {
    String type =
        switch (metric.type()) {
          case COUNTER -> "counter";
          case GAUGE -> "gauge";
          case TIMES, SIZES -> "histogram";
        };
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return String.join(
        " | ",
        "| `" + metric.shown() + "`",
        type,
        labels.isEmpty() ? "–" : labels,
        metric.help() + " |");
  }

  @Test
  void theTableOfTheJvmSaysWhatThePageShows() throws IOException {
    assertThat(rows("## The JVM and the process").stream().map(line -> line.split("`", -1)[1]))
        .containsExactlyInAnyOrderElementsOf(ofTheJvm());
  }

  private static List<String> rows(String heading) throws IOException {
    return Files.readAllLines(FOLDER.resolve("README.md")).stream()
        .dropWhile(not(heading::equals))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .toList();
  }
}
