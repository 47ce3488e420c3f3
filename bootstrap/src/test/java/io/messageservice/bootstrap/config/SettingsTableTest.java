package io.messageservice.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

  private static final Path PAGE = Path.of("..", "docs", "operations.md");

  @Test
  void theReferenceTableSaysWhatTheCatalogueSays() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.equals("## Settings"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(Settings.ALL.stream().map(SettingsTableTest::row).toList());
  }

  @Test
  void namesAreUsedOnce() {
    assertThat(Settings.ALL.stream().map(Setting::name)).doesNotHaveDuplicates();
  }

  private static String row(Setting<?> setting) {
    String standard = setting.defaultText().isEmpty() ? "–" : "`" + setting.defaultText() + "`";
    return "| "
        + String.join(
            " | ", "`" + setting.name() + "`", standard, setting.values(), setting.meaning())
        + " |";
  }
}
