package io.messageservice.bootstrap.bench;

/** The text of messages: when each was due, and what fills it up. */
record BenchContent(int length) {

  private static final String BEGIN = "bench ";

  /** At that time, in nanoseconds since the beginning. */
  String due(long nanos) {
    String text = BEGIN + nanos + " ";
    return text + "x".repeat(Math.max(0, length - text.length()));
  }

  /** When a message was due; less than nothing where it is none of these. */
  static long dueOf(String content) {
    int end = content.indexOf(' ', BEGIN.length());
    if (!content.startsWith(BEGIN) || end < 0) {
      return -1;
    }
    try {
      return Long.parseLong(content, BEGIN.length(), end, 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
