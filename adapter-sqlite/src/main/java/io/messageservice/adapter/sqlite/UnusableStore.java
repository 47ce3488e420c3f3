package io.messageservice.adapter.sqlite;

/** The files cannot be used as they are. The message is one line for the operator. */
public final class UnusableStore extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnusableStore(String message, Throwable cause) {
    super(message, cause);
  }

  UnusableStore(String message) {
    super(message);
  }
}
