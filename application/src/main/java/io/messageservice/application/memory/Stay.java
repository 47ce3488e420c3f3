package io.messageservice.application.memory;

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

  /** When his last connection was closed; null while he has one. */
  @Nullable Instant left;

  /** When he goes offline; null while he has a connection. */
  @Nullable Instant until;

  Stay(DisplayName name) {
    this.name = name;
  }
}
