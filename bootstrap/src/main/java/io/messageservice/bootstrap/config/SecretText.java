package io.messageservice.bootstrap.config;

import java.util.Optional;

/**
 * The text of a secret setting, free of what editors and shells put around it. Never prints itself.
 *
 * @param text without a byte order mark at its beginning and line breaks at its end
 * @param isTrimmed whether there were any
 */
record SecretText(String text, boolean isTrimmed) {

  static final String BYTE_ORDER_MARK = "\uFEFF";

  /** What stands for bytes that are no UTF-8, or for characters that the locale does not know. */
  private static final String REPLACED = "\uFFFD";

  /**
   * What was written for the setting itself, or in the file that is named for it.
   *
   * @return empty where nothing was written
   * @throws Unreadable which never repeats the text, nor the path: it may be the secret, misplaced
   */
  static Optional<SecretText> find(Setting<?> setting, Sources sources) throws Unreadable {
    Optional<String> own = sources.find(setting);
    Optional<String> path = sources.find(setting.fileName());
    if (own.isPresent() && path.isPresent()) {
      throw new Unreadable("and " + setting.fileName() + " are both set: set one of them");
    }
    return path.isPresent()
        ? Optional.of(ofFile(setting, path.get()))
        : own.isPresent() ? Optional.of(of(setting, own.get())) : Optional.empty();
  }

  private static SecretText ofFile(Setting<?> setting, String path) throws Unreadable {
    String content =
        TextFile.read(path)
            .orElseThrow(
                () ->
                    new Unreadable(
                        "cannot be read: "
                            + setting.fileName()
                            + " must be the path of a file of at most 64 KiB that the service's"
                            + " user may read"));
    SecretText text = of(setting, content);
    if (text.text.isBlank()) {
      throw new Unreadable("is empty: there is nothing in the file of " + setting.fileName());
    }
    return text;
  }

  private static SecretText of(Setting<?> setting, String written) throws Unreadable {
    if (written.contains(REPLACED)) {
      throw new Unreadable(
          "is not UTF-8, or lost characters on its way here (a locale without UTF-8 does that):"
              + " write it into a file in UTF-8 and set "
              + setting.fileName());
    }
    int begin = written.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
    int end = written.length();
    while (end > begin && isLineBreak(written.charAt(end - 1))) {
      end--;
    }
    return new SecretText(written.substring(begin, end), end - begin < written.length());
  }

  private static boolean isLineBreak(char c) {
    return c == '\n' || c == '\r';
  }

  @Override
  public String toString() {
    return "********";
  }
}
