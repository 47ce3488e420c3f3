package io.messageservice.adapter.redis;

/** Redis cannot be used as it is. The message is one line for the operator. */
public final class UnusableRedis extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** For that reason. */
  public UnusableRedis(String message, Throwable cause) {
    super(message, cause);
  }

  /** For that reason. */
  public UnusableRedis(String message) {
    super(message);
  }
}
