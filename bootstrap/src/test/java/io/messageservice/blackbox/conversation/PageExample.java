package io.messageservice.blackbox.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An example of {@code docs/protocol.md}: a block that begins with a line such as {@code json alice
 * sends} or {@code json alice hears (bob connects)}.
 *
 * @param line where it stands, for messages
 * @param user whose connection it is about
 * @param sent whether the user sends it; otherwise they receive it
 * @param connects who connects before it is heard; empty for nobody
 * @param disconnects who disconnects before it is heard; empty for nobody
 * @param text the frame
 */
record PageExample(
    int line, String user, boolean sent, String connects, String disconnects, String text) {

  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final String FENCE = "```";
  private static final Pattern BEGIN =
      Pattern.compile(
          "```(?:json|text) (\\w+) (sends|hears)(?: \\((?:(\\w+) connects|(\\w+) disconnects)\\))?");

  /** All examples in the order of the page. */
  static List<PageExample> all() {
    List<String> lines = lines();
    List<PageExample> examples = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      if (lines.get(at).startsWith(FENCE)) {
        int end = lines.subList(at + 1, lines.size()).indexOf(FENCE) + at + 1;
        String text = String.join("\n", lines.subList(at + 1, end));
        if (!lines.get(at).equals(FENCE)) {
          examples.add(read(at + 1, lines.get(at), text));
        }
        at = end;
      }
    }
    return examples;
  }

  private static PageExample read(int line, String begin, String text) {
    Matcher matcher = BEGIN.matcher(begin);
    assertThat(matcher.matches()).as("line %s says who sends or hears", line).isTrue();
    return new PageExample(
        line,
        matcher.group(1),
        matcher.group(2).equals("sends"),
        orEmpty(matcher.group(3)),
        orEmpty(matcher.group(4)),
        text);
  }

  private static String orEmpty(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
