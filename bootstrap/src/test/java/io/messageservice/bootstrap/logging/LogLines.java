package io.messageservice.bootstrap.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;

/** What a logger of a test logs. One thread. */
final class LogLines {

  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  /** Whose lines they are. */
  Logger logger() {
    Logger logger = new LoggerContext().getLogger("test");
    events.start();
    logger.addAppender(events);
    return logger;
  }

  /** What was logged since the last call. */
  List<String> take() {
    List<String> lines = events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    events.list.clear();
    return lines;
  }
}
