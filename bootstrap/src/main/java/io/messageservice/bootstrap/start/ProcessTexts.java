package io.messageservice.bootstrap.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.messageservice.bootstrap.config.Setting;
import io.messageservice.bootstrap.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The environment and the arguments of this process as UTF-8, whatever its locale is.
 *
 * <p>The JDK decodes both by the locale. Without one, in a container for example, every character
 * beyond ASCII becomes U+FFFD in the environment and a question mark in an argument: a secret would
 * turn into one that can be guessed. Linux keeps the bytes in {@code /proc}. Elsewhere what is lost
 * is shown as U+FFFD, so that it can be refused.
 */
public final class ProcessTexts {

  private static final Path ENVIRONMENT = Path.of("/proc/self/environ");
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /** What the JDK makes of a byte that its charset does not know. */
  private static final char REPLACED = '\uFFFD';

  private ProcessTexts() {}

  /** The environment of this process. */
  public static Map<String, String> environment() {
    return contentOf(ENVIRONMENT).map(ProcessTexts::environment).orElseGet(System::getenv);
  }

  /** Of variables that are there twice the first counts, as with the JDK. */
  static Map<String, String> environment(String content) {
    Map<String, String> variables = new HashMap<>();
    for (String variable : items(content)) {
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        variables.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }

  /**
   * The arguments of this process.
   *
   * @param decoded what the JDK made of them
   */
  public static List<String> arguments(String[] decoded) {
    return arguments(
        List.of(decoded),
        contentOf(COMMAND_LINE),
        "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding")));
  }

  static List<String> arguments(
      List<String> decoded, Optional<String> commandLine, boolean decodedAsUtf8) {
    List<String> all = commandLine.map(ProcessTexts::items).orElse(List.of());
    if (all.size() > decoded.size()) {
      List<String> last = all.subList(all.size() - decoded.size(), all.size());
      if (areSame(decoded, last)) {
        return List.copyOf(last);
      }
    }
    return decodedAsUtf8 ? decoded : withDoubtfulSecretsMarked(decoded);
  }

  /** Whether the JDK may have made the one of the other. */
  private static boolean areSame(List<String> decoded, List<String> raw) {
    for (int i = 0; i < raw.size(); i++) {
      boolean exact = raw.get(i).chars().allMatch(c -> c < 0x80);
      if (exact && !raw.get(i).equals(decoded.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A question mark in a secret may stand for any character. */
  private static List<String> withDoubtfulSecretsMarked(List<String> decoded) {
    Set<String> flags =
        Settings.ALL.stream()
            .filter(Setting::isSecret)
            .map(Setting::flag)
            .collect(Collectors.toSet());
    List<String> marked = new ArrayList<>();
    for (int i = 0; i < decoded.size(); i++) {
      String text = decoded.get(i);
      boolean secret =
          flags.contains(text.split("=", 2)[0]) || (i > 0 && flags.contains(decoded.get(i - 1)));
      marked.add(secret ? text.replace('?', REPLACED) : text);
    }
    return marked;
  }

  /** Each ends with a zero byte. */
  private static List<String> items(String content) {
    List<String> items = new ArrayList<>();
    int begin = 0;
    for (int end = content.indexOf(0); end >= 0; end = content.indexOf(0, begin)) {
      items.add(new String(content.substring(begin, end).getBytes(ISO_8859_1), UTF_8));
      begin = end + 1;
    }
    return items;
  }

  /** A character for each byte; empty where there is no such file, or nothing in it. */
  private static Optional<String> contentOf(Path file) {
    try {
      return Optional.of(new String(Files.readAllBytes(file), ISO_8859_1))
          .filter(content -> !content.isEmpty());
    } catch (IOException | SecurityException e) {
      return Optional.empty();
    }
  }
}
