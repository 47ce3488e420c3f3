package io.messageservice.bootstrap.config;

import java.nio.file.Path;

/** Text from outside, made fit for one line of a terminal or a log. */
public final class Printable {

  private static final int MAX_LENGTH = 200;

  private Printable() {}

  /** The text without control characters, cut at 200 characters. */
  public static String of(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MAX_LENGTH)
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  /** The same of a path. */
  public static String of(Path path) {
    return of(path.toString());
  }

  /** The same in quotation marks. */
  static String quoted(String text) {
    return "\"" + of(text) + "\"";
  }
}
