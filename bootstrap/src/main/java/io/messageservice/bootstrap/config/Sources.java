package io.messageservice.bootstrap.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the texts of settings come from: flags, else the environment, else what the command falls
 * back to. A blank text counts as not written, as in {@code JWT_ISSUER=}. Immutable.
 */
public final class Sources {

  private final List<Map<String, String>> layers;

  private Sources(List<Map<String, String>> layers) {
    this.layers = layers;
  }

  /** Flags over environment, both by the name of the environment variable. */
  public static Sources of(Map<String, String> flags, Map<String, String> environment) {
    return new Sources(List.of(Map.copyOf(flags), Map.copyOf(environment)));
  }

  /** These, and a text for a setting that they leave open. */
  public Sources orElse(Setting<?> setting, String text) {
    if (isSet(setting)) {
      return this;
    }
    Stream<Map<String, String>> last = Stream.of(Map.of(setting.name(), text));
    return new Sources(Stream.concat(layers.stream(), last).toList());
  }

  /** What was written for the setting itself. */
  public Optional<String> find(Setting<?> setting) {
    return find(setting.name());
  }

  /** Whether the setting was written, or the file that holds it. */
  public boolean isSet(Setting<?> setting) {
    return find(setting).isPresent()
        || (setting.isSecret() && find(setting.fileName()).isPresent());
  }

  Optional<String> find(String name) {
    return layers.stream()
        .map(layer -> layer.getOrDefault(name, ""))
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  /** The settings as they may be shown, secrets masked, in the order of the reference table. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      Optional<String> text = find(setting).or(() -> Optional.of(setting.defaultText()));
      shown.put(setting.name(), setting.shown(text));
    }
    return shown;
  }
}
