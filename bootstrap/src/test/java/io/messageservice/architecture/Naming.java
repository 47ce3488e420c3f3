package io.messageservice.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveSimpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.notBePublic;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  static final Rule NAMES_ARE_UNIQUE =
      new Rule(
          "twice",
          root ->
              classes()
                  .that()
                  .resideInAPackage(root.name() + "..")
                  .and()
                  .areTopLevelClasses()
                  .and()
                  .doNotHaveSimpleName("package-info")
                  .should(haveANameOfTheirOwn()));

  private Naming() {}

  static List<Rule> all() {
    return List.of(
        NAMES_SAY_WHAT_IT_IS,
        NAMES_ARE_UNIQUE,
        Words.PUBLIC_NAMES_CONSIST_OF_KNOWN_WORDS,
        PACKAGES_SAY_WHAT_THEY_HOLD,
        USE_CASES_HIDE_BEHIND_PORTS);
  }

  private static DescribedPredicate<JavaClass> implementOneOf(String ports) {
    return DescribedPredicate.describe(
        "implement a port in '" + ports + "'",
        item -> item.getAllRawInterfaces().stream().anyMatch(Packages.in(ports)));
  }

  private static ArchCondition<JavaClass> haveANameOfTheirOwn() {
    return new ArchCondition<>("have a name that no other class has") {
      private final Map<String, List<JavaClass>> named = new HashMap<>();

      @Override
      public void init(Collection<JavaClass> all) {
        all.forEach(
            item ->
                named.computeIfAbsent(item.getSimpleName(), any -> new ArrayList<>()).add(item));
      }

      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean unique = named.getOrDefault(item.getSimpleName(), List.of()).size() == 1;
        events.add(new SimpleConditionEvent(item, unique, item.getName() + " shares its name"));
      }
    };
  }
}
