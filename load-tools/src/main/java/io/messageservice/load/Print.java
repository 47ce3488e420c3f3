package io.messageservice.load;

import java.util.Locale;

/** What is measured, in lines that read the same in every country. */
final class Print {

  private Print() {}

  static void line(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
