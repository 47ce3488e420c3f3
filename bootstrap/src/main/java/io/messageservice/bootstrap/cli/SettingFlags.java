package io.messageservice.bootstrap.cli;

import io.messageservice.bootstrap.config.Setting;
import io.messageservice.bootstrap.config.Sources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Settings as options of a command. */
final class SettingFlags {

  private SettingFlags() {}

  static void addTo(CommandSpec spec, List<Setting<?>> settings) {
    settings.forEach(setting -> spec.addOption(option(setting)));
  }

  /** What was written: flags over environment. */
  static Sources sources(CliCall call, List<Setting<?>> settings, Map<String, String> environment) {
    Map<String, String> flags = new HashMap<>();
    for (Setting<?> setting : settings) {
      call.find(setting.flag()).ifPresent(text -> flags.put(setting.name(), text));
    }
    return Sources.of(flags, environment);
  }

  private static OptionSpec option(Setting<?> setting) {
    return OptionSpec.builder(setting.flag())
        .type(String.class)
        .arity("1")
        .paramLabel("VALUE")
        .description(lines(setting))
        .build();
  }

  private static String[] lines(Setting<?> setting) {
    String values = "Values: " + setting.values();
    String standard = setting.defaultText().isEmpty() ? "" : "; default: " + setting.defaultText();
    return new String[] {plain(setting.meaning()), plain(values + standard) + "."};
  }

  /** Free of what means something to the formatter of the help. */
  private static String plain(String text) {
    return text.replace("`", "").replace("%", "%%");
  }
}
