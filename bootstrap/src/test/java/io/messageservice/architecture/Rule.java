package io.messageservice.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/**
 * One demand of the architecture, and the classes that show that it can be broken.
 *
 * @param fixture the package below {@code fixture} whose classes named {@code Wrong…} break the
 *     rule, and whose other classes keep it
 * @param demand the rule for the layers below a root
 */
record Rule(String fixture, Function<Root, ArchRule> demand) {

  ArchRule under(Root root) {
    return demand.apply(root);
  }

  @Override
  public String toString() {
    return fixture + ": " + under(Root.SERVICE).getDescription();
  }
}
