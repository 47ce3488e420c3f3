package io.messageservice.bootstrap.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}. */
public final class DurationText {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private DurationText() {}

  /** The duration, which lies within the bounds. */
  public static Duration read(String text, String least, String most) throws Unreadable {
    Duration duration = parsed(text);
    if (duration.compareTo(parsed(least)) < 0 || duration.compareTo(parsed(most)) > 0) {
      throw Unreadable.mustBe(
          "a duration such as 500ms, 30s, 5m or 1h, from " + least + " to " + most, text);
    }
    return duration;
  }

  /** Less than nothing where the text is no duration. */
  private static Duration parsed(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? UNITS
            .getOrDefault(matcher.group(2), Duration.ZERO)
            .multipliedBy(Long.parseLong(matcher.group(1)))
        : Duration.ofMillis(-1);
  }
}
