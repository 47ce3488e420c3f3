package io.messageservice.application.port.out;

import java.time.Duration;
import java.util.Set;

/**
 * Which nodes of the cluster live. A node is one process. Its name was never used before and is
 * never used again, so it fences what the process leaves behind: a store notes names of nodes, and
 * what is noted under the name of a dead one is void, without anybody who cleans up.
 *
 * <p>A node holds a lease and renews it. It has its first one before others can learn its name from
 * anywhere else. So a name without a lease is that of a node that is dead, or that hung for longer
 * than a lease: that one counts as dead until it has another. Where the cluster does not know, a
 * node may live.
 */
public interface NodeMembership {

  /** This node is the only one. */
  NodeMembership ALONE = new OnlyNode();

  /** The name of this node: at most 64 letters, digits, {@code -} and {@code _}. Never blocks. */
  String node();

  /**
   * Waits until this node has its first lease. To be called before anything is stored that names
   * this node.
   *
   * @return whether it has one in time
   */
  boolean awaitLease(Duration patience);

  /**
   * Whether a node, this one or another, may live. Any thread that may block may call, after it
   * learned the name; only a name that is new costs an exchange with the cluster, for seconds at
   * most.
   */
  boolean lives(String node);

  /** The names of the nodes that have a lease, as far as is known here. Never blocks. */
  Set<String> nodes();
}
