package io.messageservice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.messageservice.architecture.fixture.modules.own.Right;
import io.messageservice.architecture.fixture.modules.shared.WrongHere;
import io.messageservice.architecture.fixture.modules.shared.WrongThere;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The classes of all modules keep every rule, and every rule can be broken. */
final class ArchitectureTest {

  static Stream<Rule> rules() {
    return Stream.of(
            Layers.all(),
            Libraries.all(),
            Purity.all(),
            Concurrency.all(),
            Boundaries.all(),
            PortRules.all(),
            Naming.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theServiceKeeps(Rule rule) {
    rule.under(Root.SERVICE).check(Imported.SERVICE);
  }

  @ParameterizedTest
  @MethodSource("rulesWithinOneModule")
  void rejectsWhatIsWrongInItsFixtureAndNothingElse(Rule rule) {
    assertRejectsTheWrongOnly(rule, Imported.fixtureOf(rule));
  }

  static Stream<Rule> rulesWithinOneModule() {
    return rules().filter(rule -> !rule.equals(Boundaries.ONE_PACKAGE_LIES_IN_ONE_MODULE));
  }

  @Test
  void rejectsAPackageThatLiesInTwoModules(@TempDir Path folder) throws IOException {
    assertRejectsTheWrongOnly(
        Boundaries.ONE_PACKAGE_LIES_IN_ONE_MODULE,
        Imported.apart(folder, WrongHere.class, WrongThere.class, Right.class));
  }

  @Test
  void everyModuleIsJudged() {
    Stream.of(
            "client",
            "domain",
            "application",
            "protocol",
            "transport",
            "adapter.jwt",
            "adapter.sqlite",
            "adapter.postgres",
            "adapter.http",
            "adapter.websocket",
            "adapter.sse",
            "bootstrap")
        .map(Root.SERVICE::exactly)
        .forEach(module -> assertThat(Imported.SERVICE.containPackage(module)).as(module).isTrue());
  }

  @Test
  void noTestIsJudged() {
    assertThat(Imported.SERVICE.contain(ArchitectureTest.class)).isFalse();
  }

  private static void assertRejectsTheWrongOnly(Rule rule, JavaClasses fixture) {
    Set<String> wrong =
        fixture.stream()
            .map(JavaClass::getSimpleName)
            .filter(name -> name.contains("Wrong"))
            .collect(Collectors.toSet());

    List<String> violations =
        rule.under(Imported.rootOf(rule)).evaluate(fixture).getFailureReport().getDetails();

    assertThat(wrong).isNotEmpty();
    assertThat(violations).allMatch(violation -> violation.contains("Wrong"));
    assertThat(wrong).allMatch(name -> violations.stream().anyMatch(line -> line.contains(name)));
  }
}
