package io.messageservice.adapter.postgres;

/** The database cannot be used as it is. The message is one line for the operator. */
public final class UnusablePostgres extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what the operator is to know. */
  public UnusablePostgres(String message, Throwable cause) {
    super(message, cause);
  }

  UnusablePostgres(String message) {
    super(message);
  }
}
