package io.messageservice.application.port.out;

import java.time.Duration;
import java.util.Set;

/** A node without others. */
record OnlyNode() implements NodeMembership {

  @Override
  public String node() {
    return "alone";
  }

  @Override
  public boolean awaitLease(Duration patience) {
    return true;
  }

  @Override
  public Set<String> nodes() {
    return Set.of(node());
  }

  @Override
  public boolean lives(String node) {
    return node.equals(node());
  }
}
