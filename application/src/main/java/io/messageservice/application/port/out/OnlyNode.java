package io.messageservice.application.port.out;

import java.time.Duration;

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
  public boolean lives(String node) {
    return node.equals(node());
  }
}
