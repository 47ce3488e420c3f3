package io.messageservice.bootstrap.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads settings from sources, each when it is first asked for, and collects a line for each that
 * is bad. Not shared between threads.
 */
public final class SettingReader {

  private final Sources sources;
  private final Map<String, Setting<?>> declared = new LinkedHashMap<>();

  /** By name, those that are good. */
  private final Map<String, Object> values = new HashMap<>();

  private final Set<String> problems = new LinkedHashSet<>();
  private final List<String> trimmed = new ArrayList<>();

  /** Has read nothing yet: for a command that needs a few settings only. */
  public SettingReader(Sources sources) {
    this.sources = sources;
  }

  /** Has read every setting. */
  public static SettingReader of(Sources sources) {
    SettingReader reader = new SettingReader(sources);
    Settings unused = Settings.of(reader);
    return reader;
  }

  /** One line for each setting that is bad, beginning with its name. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * The names of secrets that ended with a line break, or began with a byte order mark, which were
   * left out. Others that use the secret leave them out too.
   */
  public List<String> trimmed() {
    return List.copyOf(trimmed);
  }

  /**
   * All of them as one value.
   *
   * @throws IllegalStateException where there are {@link #problems}
   */
  public Settings settings() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException("settings with problems were used");
    }
    return Settings.of(this);
  }

  /** The same where there may be problems: what is bad has its default. */
  public Settings settingsOrDefaults() {
    return Settings.of(this);
  }

  /** The value, unless it is bad. */
  @SuppressWarnings("unchecked") // read() puts under the name of a Setting<T> what its format gave
  public <T> Optional<T> find(Setting<T> setting) {
    if (declared.putIfAbsent(setting.name(), setting) == null) {
      read(setting);
    }
    return Optional.ofNullable((T) values.get(setting.name()));
  }

  /**
   * The value; that of the default text where it is bad, which is then among the {@link #problems}.
   */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseGet(setting::defaultValue);
  }

  /** The value of a setting that is declared here and that no other code names. */
  <T> T get(String name, String defaultText, Format<T> format, String meaning) {
    return get(Setting.plain(name, defaultText, format, meaning));
  }

  boolean isSet(Setting<?> setting) {
    return sources.isSet(setting);
  }

  boolean areGood(Setting<?>... settings) {
    return Stream.of(settings).allMatch(setting -> find(setting).isPresent());
  }

  /** Notes the problem where the condition holds. */
  void problemIf(boolean condition, String problem) {
    if (condition) {
      problems.add(problem);
    }
  }

  /** What was asked for so far, each secret with its file. */
  List<Setting<?>> declared() {
    return declared.values().stream()
        .<Setting<?>>flatMap(
            setting ->
                setting.isSecret()
                    ? Stream.of(setting, Setting.fileOf(setting))
                    : Stream.of(setting))
        .toList();
  }

  private <T> void read(Setting<T> setting) {
    try {
      String text =
          setting.isSecret()
              ? secret(setting)
              : sources.find(setting).orElse(setting.defaultText()).strip();
      values.put(setting.name(), setting.format().read(text));
    } catch (Unreadable e) {
      problems.add(setting.name() + " " + e.expected());
    }
  }

  private String secret(Setting<?> setting) throws Unreadable {
    Optional<SecretText> secret = SecretText.find(setting, sources);
    if (secret.filter(SecretText::isTrimmed).isPresent() && !setting.format().hasLines()) {
      trimmed.add(setting.name());
    }
    return secret.map(SecretText::text).orElse(setting.defaultText());
  }
}
