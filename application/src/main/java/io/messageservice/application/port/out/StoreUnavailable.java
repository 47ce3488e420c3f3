package io.messageservice.application.port.out;

/** The store cannot answer now. What it was asked to write may be written or not. */
public final class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what the operator is to know; never shown to clients. */
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
