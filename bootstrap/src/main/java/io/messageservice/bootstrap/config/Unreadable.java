package io.messageservice.bootstrap.config;

/**
 * A text that is not what its setting takes. The message names what it should be, never the text of
 * a secret.
 */
public final class Unreadable extends Exception {

  /**
   * @param expected completes the sentence "PORT …"
   */
  public Unreadable(String expected) {
    super(expected, null, false, false);
  }

  /** Where the text may be repeated. */
  static Unreadable mustBe(String what, String text) {
    return new Unreadable("must be " + what + ", not " + Printable.quoted(text));
  }

  /** Completes the sentence "PORT …". */
  String expected() {
    return String.valueOf(getMessage());
  }
}
