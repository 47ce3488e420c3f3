package io.messageservice.bootstrap.config;

/** How the text of a setting is read. Pure, callable on any thread. */
interface Format<T> {

  /** What may be written, as the reference table shows it. */
  String values();

  /** The value that the text stands for. */
  T read(String text) throws Unreadable;

  /** Whether the text may have several lines, so that a line break at its end means nothing. */
  default boolean hasLines() {
    return false;
  }

  /** The same format, of texts with several lines. */
  static <T> Format<T> ofLines(String values, Reader<T> reader) {
    return new Format<>() {
      @Override
      public String values() {
        return values;
      }

      @Override
      public T read(String text) throws Unreadable {
        return reader.read(text);
      }

      @Override
      public boolean hasLines() {
        return true;
      }
    };
  }

  /** A format from its parts. */
  static <T> Format<T> of(String values, Reader<T> reader) {
    return new Format<>() {
      @Override
      public String values() {
        return values;
      }

      @Override
      public T read(String text) throws Unreadable {
        return reader.read(text);
      }
    };
  }

  /** The reading half of a format. */
  interface Reader<T> {
    T read(String text) throws Unreadable;
  }
}
