package io.messageservice.adapter.redis.bridge;

import java.util.List;
import java.util.function.Consumer;

/** What the entries of a log tell other services. One thread at a time may call; it may block. */
interface Telling {

  /**
   * Tells of the entries. In the order of the log, as far as it matters to anybody.
   *
   * @param to takes what happened
   * @return those that nobody understands
   */
  List<LogEntry> tell(List<LogEntry> entries, Consumer<Happening> to);
}
