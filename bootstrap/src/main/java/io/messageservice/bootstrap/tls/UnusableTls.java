package io.messageservice.bootstrap.tls;

/** Files that cannot be used for TLS. The message is one line; nothing of a key is in it. */
public final class UnusableTls extends Exception {

  /**
   * @param line begins with the name of the setting to look at
   */
  UnusableTls(String line) {
    super(line, null, false, false);
  }

  /** What is wrong, beginning with the name of the setting. */
  public String line() {
    return String.valueOf(getMessage());
  }
}
