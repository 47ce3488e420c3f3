package io.messageservice.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveSimpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.notBePublic;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** What classes are called. */
final class Naming {

  /** Endings that say nothing of what the class is, and interfaces marked by an {@code I}. */
  static final Rule NAMES_SAY_WHAT_IT_IS =
      new Rule(
          "names",
          root ->
              noClasses()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .should()
                  .haveNameMatching(
                      ".*(Impl|Utils?|Helpers?|Manager|Dto|DTO)(\\$.*)?|.*[.$]I[A-Z][a-z]\\w*"));

  static final Rule PACKAGES_SAY_WHAT_THEY_HOLD =
      new Rule(
          "drawers",
          root ->
              noClasses()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .should()
                  .resideInAnyPackage(
                      "..util..", "..utils..", "..common..", "..helper..", "..misc.."));

  /** The port has the plain name and is all that others see. */
  static final Rule USE_CASES_HIDE_BEHIND_PORTS =
      new Rule(
          "hiding",
          root ->
              classes()
                  .that(
                      Packages.in(root.within("application.command"))
                          .and(implementOneOf(root.within("application.port.in"))))
                  .should(haveSimpleNameEndingWith("UseCase").and(notBePublic())));

  private Naming() {}

  static List<Rule> all() {
    return List.of(
        NAMES_SAY_WHAT_IT_IS,
        Words.PUBLIC_NAMES_CONSIST_OF_KNOWN_WORDS,
        PACKAGES_SAY_WHAT_THEY_HOLD,
        USE_CASES_HIDE_BEHIND_PORTS);
  }

  private static DescribedPredicate<JavaClass> implementOneOf(String ports) {
    return DescribedPredicate.describe(
        "implement a port in '" + ports + "'",
        item -> item.getAllRawInterfaces().stream().anyMatch(Packages.in(ports)));
  }
}
