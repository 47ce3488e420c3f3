package io.messageservice.adapter.postgres.store;

import io.messageservice.adapter.postgres.PostgresEvents;
import io.messageservice.adapter.postgres.SqlStates;
import io.messageservice.application.port.out.StoreUnavailable;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the store works. From a failure until it was tried with success nothing is tried by
 * clients' commands, so that none of them waits for a server that does not answer.
 *
 * <p>Any thread may call; what is kept is guarded by this object.
 */
final class PostgresHealth {

  private final PostgresEvents events;
  private @Nullable Throwable failure;

  PostgresHealth(PostgresEvents events) {
    this.events = events;
  }

  synchronized boolean works() {
    return failure == null;
  }

  /** Goes on only where the store writes as far as is known. */
  synchronized void requireWorking() {
    if (failure != null) {
      throw new StoreUnavailable("the store does not write", failure);
    }
  }

  /** The store cannot write; what is to be thrown. */
  synchronized StoreUnavailable failed(SQLException cause) {
    if (failure == null) {
      failure = cause;
      events.failed(SqlStates.reason(cause));
    }
    return new StoreUnavailable("the store cannot write", cause);
  }

  synchronized void recovered() {
    if (failure != null) {
      failure = null;
      events.recovered();
    }
  }
}
