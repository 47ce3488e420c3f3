package io.messageservice.bootstrap.doctor;

/**
 * What one check found.
 *
 * @param check its name
 * @param text what is so, in a sentence
 * @param advice what to change, in a sentence; empty where nothing is to be changed
 */
public record Finding(String check, Level level, String text, String advice) {

  /** How bad it is; the later ones are worse. */
  public enum Level {
    /** It cannot be known here. */
    SKIPPED,
    OK,
    WARN,
    FAIL
  }

  static Finding skipped(String check, String why) {
    return new Finding(check, Level.SKIPPED, why, "");
  }

  static Finding ok(String check, String text) {
    return new Finding(check, Level.OK, text, "");
  }

  static Finding warn(String check, String text, String advice) {
    return new Finding(check, Level.WARN, text, advice);
  }

  static Finding fail(String check, String text, String advice) {
    return new Finding(check, Level.FAIL, text, advice);
  }
}
