package io.messageservice.blackbox.sse;

import java.util.function.Consumer;

/**
 * Reads a stream line by line as a browser does. WHATWG HTML, section 9.2.6. One thread at a time
 * calls.
 */
final class EventParser {

  private final Consumer<SseEvent> action;
  private final StringBuilder data = new StringBuilder();
  private String name = "";
  private volatile String lastId = "";
  private volatile long retryMillis;

  /**
   * @param action is shown each event and each comment
   */
  EventParser(Consumer<SseEvent> action) {
    this.action = action;
  }

  /** What a browser brings when it comes back. */
  String lastId() {
    return lastId;
  }

  /** When a browser comes back. */
  long retryMillis() {
    return retryMillis;
  }

  void line(String line) {
    int colon = line.indexOf(':');
    if (line.isEmpty()) {
      dispatch();
    } else if (colon == 0) {
      action.accept(new SseEvent("comment", line.substring(1), lastId));
    } else {
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      field(field, value.startsWith(" ") ? value.substring(1) : value);
    }
  }

  private void field(String field, String value) {
    switch (field) {
      case "event" -> name = value;
      case "data" -> data.append(value).append('\n');
      case "id" -> lastId = value;
      case "retry" -> retryMillis = Long.parseLong(value);
      default -> throw new AssertionError("no field of the protocol: " + field);
    }
  }

  private void dispatch() {
    if (data.length() > 0) {
      String text = data.substring(0, data.length() - 1);
      action.accept(new SseEvent(name.isEmpty() ? "message" : name, text, lastId));
    }
    data.setLength(0);
    name = "";
  }
}
