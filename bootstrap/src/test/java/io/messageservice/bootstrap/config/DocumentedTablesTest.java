package io.messageservice.bootstrap.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables of the pages: a row behind an empty line would be shown as plain text. */
class DocumentedTablesTest {

  private static final Path DOCS = Path.of("..", "docs");

  /** What follows the first row of a table. */
  private static final Pattern RULE = Pattern.compile("\\|[-:| ]+\\|");

  @Test
  void everyRowStandsInATable() throws IOException {
    try (Stream<Path> pages = Files.list(DOCS)) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) {
        assertThat(strayRows(Files.readAllLines(page))).as(page.toString()).isEmpty();
      }
    }
  }

  private static List<String> strayRows(List<String> lines) {
    List<String> stray = new ArrayList<>();
    for (int i = 1; i < lines.size() - 1; i++) {
      boolean isFirst = lines.get(i).startsWith("|") && !lines.get(i - 1).startsWith("|");
      if (isFirst && !RULE.matcher(lines.get(i + 1)).matches()) {
        stray.add(lines.get(i));
      }
    }
    return stray;
  }
}
