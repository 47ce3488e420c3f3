package io.messageservice.adapter.sqlite;

import java.sql.SQLException;

/** A read within a decision failed: the store's fault, not the command's. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SQLException reason;

  Broken(SQLException reason) {
    super(reason);
    this.reason = reason;
  }

  SQLException reason() {
    return reason;
  }
}
