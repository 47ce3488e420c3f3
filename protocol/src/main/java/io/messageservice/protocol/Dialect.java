package io.messageservice.protocol;

/** Which frames a connection understands. */
public enum Dialect {
  /** The base contract: clients of the old gateway, which asked for nothing. */
  BASE,
  /** The subprotocol {@code message-service.v1}: greeted with {@code hello}. */
  V1
}
