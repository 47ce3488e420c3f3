package io.messageservice.bootstrap.config;

/** What is logged and how. */
public record LoggingSettings(LogLevel level, LogFormat format) {

  static LoggingSettings of(SettingReader read) {
    return new LoggingSettings(
        read.get(
            "LOG_LEVEL",
            "info",
            Formats.oneOf(LogLevel.class),
            "The least that is logged. Libraries never log below `warn`."),
        read.get(
            "LOG_FORMAT",
            "text",
            Formats.oneOf(LogFormat.class),
            "`text` for people, `json` for machines: an object per line."));
  }

  /** The least that is logged. The first is the default. */
  public enum LogLevel {
    INFO,
    DEBUG,
    TRACE,
    WARN,
    ERROR
  }

  /** How a log line is written. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
