package io.messageservice.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;

/** What code reaches for: calls, fields, and references to methods, which count like calls. */
final class Reach {

  private Reach() {}

  /** Never touches such a target. */
  static ArchCondition<JavaClass> notReach(String what, Predicate<AccessTarget> forbidden) {
    return new ArchCondition<>("not reach for " + what) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getAccessesFromSelf().stream()
            .filter(access -> forbidden.test(access.getTarget()))
            .map(access -> SimpleConditionEvent.violated(access, access.getDescription()))
            .forEach(events::add);
      }
    };
  }

  /** A method or field of the type or of what extends it. */
  static Predicate<AccessTarget> member(Class<?> owner, String... names) {
    Set<String> wanted = Set.of(names);
    return target -> wanted.contains(target.getName()) && target.getOwner().isAssignableTo(owner);
  }

  /** Everything that the type itself offers. */
  static Predicate<AccessTarget> anythingOf(Class<?> owner) {
    return target -> target.getOwner().isEquivalentTo(owner);
  }

  /** Making one of the type or of what extends it. */
  static Predicate<AccessTarget> making(Class<?> type) {
    return member(type, JavaConstructor.CONSTRUCTOR_NAME);
  }

  @SafeVarargs
  static Predicate<AccessTarget> anyOf(Predicate<AccessTarget>... targets) {
    return target -> {
      for (Predicate<AccessTarget> each : targets) {
        if (each.test(target)) {
          return true;
        }
      }
      return false;
    };
  }
}
