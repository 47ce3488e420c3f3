package io.messageservice.bootstrap.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that an operator can set: an environment variable, a flag, a row of the reference
 * table.
 *
 * @param name the environment variable
 * @param defaultText what counts where nothing is written; empty for "nothing"
 * @param format how the text is read
 * @param kind whether the text may be shown
 * @param meaning what it does, in plain words
 */
public record Setting<T>(
    String name, String defaultText, Format<T> format, Kind kind, String meaning) {

  /** What may be done with the text of a setting. */
  public enum Kind {
    /** It may be printed. */
    PLAIN,
    /** It is never printed, not even in part. */
    SECRET,
    /** It may be printed where it names a file; otherwise it may be a secret, misplaced. */
    FILE_OF_SECRET
  }

  static <T> Setting<T> plain(String name, String defaultText, Format<T> format, String meaning) {
    return new Setting<>(name, defaultText, format, Kind.PLAIN, meaning);
  }

  static <T> Setting<T> secret(String name, Format<T> format, String meaning) {
    return new Setting<>(name, "", format, Kind.SECRET, meaning);
  }

  /** The file that holds what is secret. */
  static Setting<Optional<Path>> secretFile(
      String name, Format<Optional<Path>> format, String meaning) {
    return new Setting<>(name, "", format, Kind.FILE_OF_SECRET, meaning);
  }

  /** The file that holds a secret which is a setting itself. */
  public static Setting<Optional<Path>> fileOf(Setting<?> secret) {
    return secretFile(
        secret.fileName(),
        Formats.secretFile(),
        "The file that holds `"
            + secret.name()
            + "`, read at the start. Only one of the two is set.");
  }

  /** The same name in kebab case: {@code HEARTBEAT_INTERVAL} is {@code --heartbeat-interval}. */
  public String flag() {
    return "--" + name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the default text stands for. */
  T defaultValue() {
    try {
      return format.read(defaultText);
    } catch (Unreadable e) {
      throw new IllegalStateException(name + " has a default that cannot be read", e);
    }
  }

  /** What may be written. */
  public String values() {
    return format.values();
  }

  /**
   * The name under which the file that holds a secret is set, so that its text need not stand in
   * the environment: {@code JWT_SECRET_FILE} for {@code JWT_SECRET}.
   */
  String fileName() {
    return name + "_FILE";
  }

  /** Whether the text is never printed. */
  public boolean isSecret() {
    return kind == Kind.SECRET;
  }

  /** The text as it may be printed. */
  public String shown(Optional<String> text) {
    if (text.isEmpty() || text.get().isEmpty()) {
      return "(not set)";
    }
    return isHidden(text.get()) ? "********" : Printable.of(text.get());
  }

  private boolean isHidden(String text) {
    return switch (kind) {
      case PLAIN -> false;
      case SECRET -> true;
      case FILE_OF_SECRET -> TextFile.find(text).isEmpty();
    };
  }
}
