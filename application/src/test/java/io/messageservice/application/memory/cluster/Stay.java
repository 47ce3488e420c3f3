package io.messageservice.application.memory.cluster;

import io.messageservice.domain.user.DisplayName;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user who is online. Guarded by its {@link Stays}. */
final class Stay {

  final DisplayName name;

  /** Under which he has connections. */
  final Set<Long> leases = new HashSet<>();

  /** When the last connection was closed, by the wall clock; null while there is one. */
  @Nullable Instant left;

  /** When the user goes offline, by the steady clock; null while there is a connection. */
  @Nullable Instant until;

  Stay(DisplayName name) {
    this.name = name;
  }
}
