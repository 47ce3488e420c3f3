package io.messageservice.bootstrap.config;

import java.util.Optional;

/**
 * How the text of a setting is read. Pure, callable on any thread.
 *
 * @param values what may be written, as the reference table shows it
 * @param hasLines whether the text may have several lines, so that a line break at its end means
 *     nothing
 * @param reader gives the value that the text stands for
 */
record Format<T>(String values, boolean hasLines, Reader<T> reader) {

  /** A format of one line. */
  static <T> Format<T> of(String values, Reader<T> reader) {
    return new Format<>(values, false, reader);
  }

  /** A format of one line that may be left out. */
  static <T> Format<Optional<T>> optional(String values, Reader<T> reader) {
    return of(values, orNothing(reader));
  }

  /** A format of several lines that may be left out. */
  static <T> Format<Optional<T>> optionalLines(String values, Reader<T> reader) {
    return new Format<>(values, true, orNothing(reader));
  }

  /** A format where one word means none. */
  static <T> Format<Optional<T>> or(String word, String values, Reader<T> reader) {
    return of(
        values, text -> text.equals(word) ? Optional.empty() : Optional.of(reader.read(text)));
  }

  private static <T> Reader<Optional<T>> orNothing(Reader<T> reader) {
    return text -> text.isBlank() ? Optional.empty() : Optional.of(reader.read(text));
  }

  T read(String text) throws Unreadable {
    return reader.read(text);
  }

  /** The reading half of a format. */
  interface Reader<T> {
    T read(String text) throws Unreadable;
  }
}
