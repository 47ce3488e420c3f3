package io.messageservice.bootstrap.figure;

import java.util.Locale;

/** Figures as people read them; the same in every country. */
public final class FigureText {

  private static final double NANOS_OF_A_MILLISECOND = 1e6;
  private static final long KIBIBYTE = 1024;
  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private FigureText() {}

  /** Three digits or so: {@code 0.42 ms}, {@code 12.3 ms}, {@code 1,204 ms}. */
  public static String millis(long nanos) {
    double millis = nanos / NANOS_OF_A_MILLISECOND;
    return number(millis) + " ms";
  }

  /** With as many digits as mean something: {@code 0.42}, {@code 12.3}, {@code 1,204}. */
  public static String number(double number) {
    double size = Math.abs(number);
    String form = size == Math.rint(size) || size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, form, number);
  }

  /** A count: {@code 1,204}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 512 B}, {@code 1.5 GiB}. */
  public static String bytes(long bytes) {
    double size = (double) bytes;
    int unit = 0;
    while (size >= KIBIBYTE && unit < SIZES.length - 1) {
      size /= KIBIBYTE;
      unit++;
    }
    return number(size) + " " + SIZES[unit];
  }
}
