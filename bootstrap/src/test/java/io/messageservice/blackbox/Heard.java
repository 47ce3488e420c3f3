package io.messageservice.blackbox;

import com.fasterxml.jackson.databind.JsonNode;

/** What a connection hears. */
public sealed interface Heard {

  /** A text frame. */
  record Frame(JsonNode json) implements Heard {}

  /** The end: a close frame, or {@link #LOST} where the connection broke. */
  record Closed(int code, String reason) implements Heard {
    public static final int LOST = 1006;
  }
}
