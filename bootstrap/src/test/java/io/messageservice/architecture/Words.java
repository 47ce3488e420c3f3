package io.messageservice.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.function.Predicate.not;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that names are made of: those of the table in {@code docs/architecture.md}, and those
 * of {@code words.txt}, where each has its reason. Metaphors and own words are in neither.
 */
final class Words {

  /** A plural and the endings of its singular. */
  private static final List<List<String>> PLURALS =
      List.of(List.of("ies", "y"), List.of("es", ""), List.of("s", ""));

  private static final Path PAGE = Path.of("..", "docs", "architecture.md");

  private static final Pattern SECTION =
      Pattern.compile("^## Words$(.*?)^## ", Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern ROW =
      Pattern.compile("^\\| ([a-z, -]+) \\| (.*) \\|$", Pattern.MULTILINE);

  private static final Pattern CODE = Pattern.compile("`([A-Z]\\w+)`");

  private static final Pattern PART = Pattern.compile("[A-Z]+(?![a-z])\\d*|[A-Z]?[a-z]+\\d*");

  private static final Set<String> KNOWN =
      Stream.concat(ofTable(), ofList()).collect(Collectors.toUnmodifiableSet());

  static final Rule PUBLIC_NAMES_CONSIST_OF_KNOWN_WORDS =
      new Rule(
          "words",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .and()
                  .arePublic()
                  .should(consistOfKnownWords()));

  private Words() {}

  /** The parts of a name in camel case that are in neither list. */
  static Set<String> unknownIn(String name) {
    return parts(name).filter(not(Words::isKnown)).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Classes of fixtures say beside it whether they are wrong. */
  private static ArchCondition<JavaClass> consistOfKnownWords() {
    return new ArchCondition<>("have a name of words from docs/architecture.md or words.txt") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        Set<String> unknown = unknownIn(item.getSimpleName().replaceFirst("^(Wrong|Right)", ""));
        if (!unknown.isEmpty()) {
          events.add(violated(item, item.getName() + ": " + String.join(", ", unknown)));
        }
      }
    };
  }

  private static boolean isKnown(String word) {
    return KNOWN.contains(word)
        || PLURALS.stream()
            .filter(plural -> word.endsWith(plural.get(0)))
            .map(plural -> word.replaceFirst(plural.get(0) + "$", plural.get(1)))
            .anyMatch(KNOWN::contains);
  }

  private static Stream<String> parts(String name) {
    return PART.matcher(name).results().map(part -> part.group().toLowerCase(Locale.ROOT));
  }

  /** The words of the first column, and of the classes that are named in the second. */
  private static Stream<String> ofTable() {
    try {
      String section =
          SECTION.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow().group(1);
      return ROW.matcher(section).results().flatMap(Words::ofRow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> ofRow(MatchResult row) {
    return Stream.concat(
        Arrays.stream(row.group(1).split("[ ,]+")),
        CODE.matcher(row.group(2)).results().flatMap(code -> parts(code.group(1))));
  }

  /** A line has words, a colon and the reason why names may use them. */
  private static Stream<String> ofList() {
    try (InputStream in = Words.class.getResourceAsStream("words.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(not(String::isBlank))
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.substring(0, line.indexOf(": ")).split(" ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
