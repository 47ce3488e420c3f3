package io.messageservice.bootstrap.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.messageservice.bootstrap.config.LoggingSettings;
import io.messageservice.bootstrap.config.LoggingSettings.LogFormat;
import io.messageservice.bootstrap.config.LoggingSettings.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets up logging to standard output. Called once, before anything is started. */
public final class Logs {

  /** A line break within a message would let its author write log lines. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{0} "
          + "%replace(%msg){'[\\r\\n]+',' '}%n%ex";

  /**
   * Writes the stack of each connection to Redis that breaks, several times a second while it is
   * away. What was asked there fails with the reason, and that is logged.
   */
  private static final String BROKEN_CONNECTIONS =
      "org.redisson.client.handler.ErrorsLoggingHandler";

  /** Logs each connection that broke with its trace; the store reports what comes of it. */
  private static final String BROKEN_DATABASE_CONNECTIONS = "com.zaxxer.hikari";

  private static final String SQLITE_LOADER = "org.sqlite.SQLiteJDBCLoader";

  /**
   * What the loader of SQLite's library logs as an error where another process that starts at the
   * same moment removes the same leftover file from the temporary folder. Nothing is wrong then.
   */
  private static final String LEFTOVER_REMOVED = "Failed to delete old native lib";

  private Logs() {}

  /** Logs as configured, and reports dropped lines in the same form. */
  public static void start(LoggingSettings settings, StandardStreams streams) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Level level = level(settings.level());
    Logger root = silence(context);
    Encoder<ILoggingEvent> encoder = encoder(context, settings.format());
    Logger ours = context.getLogger("io.messageservice");
    streams.reportDropped(lines -> encoder.encode(dropped(ours, lines)));
    root.addAppender(appender(context, encoder));
    root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    context.getLogger(BROKEN_CONNECTIONS).setLevel(Level.OFF);
    context.getLogger(BROKEN_DATABASE_CONNECTIONS).setLevel(Level.OFF);
    ours.setLevel(level);
  }

  private static ILoggingEvent dropped(Logger logger, long lines) {
    return new LoggingEvent(
        Logs.class.getName(), logger, Level.WARN, "log_dropped lines=" + lines, null, null);
  }

  static Logger silence(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.OFF);
    return root;
  }

  private static ConsoleAppender<ILoggingEvent> appender(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.addFilter(withoutRemovedLeftovers());
    appender.start();
    return appender;
  }

  static Filter<ILoggingEvent> withoutRemovedLeftovers() {
    return new Filter<>() {
      @Override
      public FilterReply decide(ILoggingEvent event) {
        String message = event.getMessage(); // null where somebody logs nothing but an exception
        return message != null
                && message.startsWith(LEFTOVER_REMOVED)
                && event.getLoggerName().equals(SQLITE_LOADER)
            ? FilterReply.DENY
            : FilterReply.NEUTRAL;
      }
    };
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder = format == LogFormat.JSON ? json() : text();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  /**
   * One object on one line for each event. Members that would always be empty are left out, and so
   * are the arguments, which the message repeats.
   */
  static JsonEncoder json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMarkers(false);
    encoder.setWithMDC(false);
    encoder.setWithKVPList(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }

  private static Encoder<ILoggingEvent> text() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(PATTERN);
    return encoder;
  }

  private static Level level(LogLevel level) {
    return Level.toLevel(level.name());
  }
}
