package io.messageservice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.BiPredicate;

/** What the core needs from outside is there, and is needed. */
final class PortRules {

  private static final String OUT = "application.port.out";

  /** Where ports are implemented. */
  private static final String[] OUTER = {"adapter", "transport", "protocol", "bootstrap"};

  /** Where they are asked for. */
  private static final String[] ASKING = {"application", "protocol", "transport", "adapter"};

  /**
   * By a class; a port of one method also by a lambda or a method reference, which leaves no class
   * but is handed to something that takes the port.
   */
  static final Rule OUT_PORTS_ARE_SERVED =
      new Rule("served", root -> outPorts(root, "be implemented outside", PortRules::isServed));

  /** By the core, or by an adapter that does not implement it itself. */
  static final Rule OUT_PORTS_ARE_USED =
      new Rule("used", root -> outPorts(root, "be used by others", PortRules::isUsed));

  private PortRules() {}

  static List<Rule> all() {
    return List.of(OUT_PORTS_ARE_SERVED, OUT_PORTS_ARE_USED);
  }

  private static ArchRule outPorts(Root root, String claim, BiPredicate<Root, JavaClass> test) {
    return classes()
        .that()
        .resideInAPackage(root.exactly(OUT))
        .and()
        .areInterfaces()
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .and(areNoValues())
        .should(
            ArchCondition.from(
                DescribedPredicate.<JavaClass>describe(claim, port -> test.test(root, port))));
  }

  /** What is sealed is told by its own cases and implemented by nobody else. */
  private static DescribedPredicate<JavaClass> areNoValues() {
    return DescribedPredicate.describe("are no values", port -> !port.reflect().isSealed());
  }

  private static boolean isServed(Root root, JavaClass port) {
    DescribedPredicate<JavaClass> outer = Packages.in(root.withinAny(OUTER));
    return port.getAllSubclasses().stream().anyMatch(outer)
        || (isOfOneMethod(port) && isHandedOver(port, outer));
  }

  private static boolean isOfOneMethod(JavaClass port) {
    return port.getMethods().stream()
            .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
            .count()
        == 1;
  }

  private static boolean isHandedOver(JavaClass port, DescribedPredicate<JavaClass> outer) {
    return port.getMethodsWithParameterTypeOfSelf().stream()
            .flatMap(taker -> taker.getAccessesToSelf().stream())
            .map(JavaAccess::getOriginOwner)
            .anyMatch(outer)
        || port.getConstructorsWithParameterTypeOfSelf().stream()
            .flatMap(taker -> taker.getAccessesToSelf().stream())
            .map(JavaAccess::getOriginOwner)
            .anyMatch(outer);
  }

  private static boolean isUsed(Root root, JavaClass port) {
    return port.getDirectDependenciesToSelf().stream()
        .map(Dependency::getOriginClass)
        .filter(Packages.in(root.withinAny(ASKING)))
        .filter(Packages.notIn(root.exactly(OUT)))
        .anyMatch(user -> !user.isAssignableTo(port.getName()));
  }
}
