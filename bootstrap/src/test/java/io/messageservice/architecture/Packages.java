package io.messageservice.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Where a class lies. */
final class Packages {

  private Packages() {}

  static DescribedPredicate<JavaClass> in(String... patterns) {
    return resideInAnyPackage(patterns);
  }

  static DescribedPredicate<JavaClass> notIn(String... patterns) {
    return not(resideInAnyPackage(patterns));
  }
}
