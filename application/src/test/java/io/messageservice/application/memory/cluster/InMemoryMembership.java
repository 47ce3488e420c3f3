package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.NodeMembership;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a node of a test knows of the others.
 *
 * @param all the names that there ever were
 * @param living whether a node lives, by its name
 */
public record InMemoryMembership(String node, Supplier<Set<String>> all, Predicate<String> living)
    implements NodeMembership {

  /** One that knows the others only when it is asked about them. */
  public InMemoryMembership(String node, Predicate<String> living) {
    this(node, () -> Set.of(node), living);
  }

  @Override
  public boolean awaitLease(Duration patience) {
    return living.test(node);
  }

  @Override
  public boolean lives(String name) {
    return living.test(name);
  }

  @Override
  public Set<String> nodes() {
    return all.get().stream().filter(living).collect(Collectors.toUnmodifiableSet());
  }
}
