package io.messageservice.application.memory.cluster;

import io.messageservice.application.port.out.NodeMembership;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What a node of a test knows of the others.
 *
 * @param living whether a node lives, by its name
 */
public record InMemoryMembership(String node, Predicate<String> living) implements NodeMembership {

  @Override
  public boolean awaitLease(Duration patience) {
    return living.test(node);
  }

  @Override
  public boolean lives(String name) {
    return living.test(name);
  }
}
