package io.messageservice.bootstrap.talk;

import java.io.PrintWriter;

/**
 * The screen of a terminal. What others wrote cannot steer it: control characters are taken out.
 */
final class Terminal implements Screen {

  private final PrintWriter out;
  private final boolean dims;

  /**
   * @param dims whether the terminal understands escape sequences
   */
  Terminal(PrintWriter out, boolean dims) {
    this.out = out;
    this.dims = dims;
  }

  @Override
  public void message(String who, String content) {
    line(harmless(who) + ": " + harmless(content));
  }

  @Override
  public void note(String text) {
    String note = "* " + harmless(text);
    line(dims ? "\u001b[2m" + note + "\u001b[0m" : note);
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }

  private static String harmless(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .filter(c -> Character.getType(c) != Character.FORMAT || c == 0x200d)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
