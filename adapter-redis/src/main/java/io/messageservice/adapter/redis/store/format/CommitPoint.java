package io.messageservice.adapter.redis.store.format;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.application.port.out.History;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A point in the order of commits. As text: the epoch, and with points between them, at base 36,
 * the other numbers.
 *
 * @param atMillis when it was asked for, by the clock of that node
 * @param commits how many commits each partition had counted
 */
public record CommitPoint(String epoch, long atMillis, List<Long> commits) {

  /** How much later than now a point may be, since clocks differ. */
  private static final Duration MOST_AHEAD = Duration.ofDays(1);

  private static final String BETWEEN = ".";

  /** Twelve digits are below {@link Long#MAX_VALUE}. */
  private static final String NUMBER = "(?:0|[1-9a-z][0-9a-z]{0,11})";

  private static final Pattern NUMBERS =
      Pattern.compile(NUMBER + "(?:\\." + NUMBER + "){" + KeyPartition.COUNT + "}");

  public CommitPoint {
    commits = List.copyOf(commits);
  }

  /** As it is encrypted. */
  public String text() {
    String numbers =
        Stream.concat(Stream.of(atMillis), commits.stream())
            .map(number -> Long.toString(number, Character.MAX_RADIX))
            .collect(Collectors.joining(BETWEEN));
    return epoch + ' ' + numbers;
  }

  /** Empty where it is of another epoch, or older than it is known that somebody left. */
  public static Optional<CommitPoint> parse(String kept, String epoch, Instant now) {
    String prefix = epoch + ' ';
    return Optional.of(kept)
        .filter(text -> text.startsWith(prefix))
        .map(text -> text.substring(prefix.length()))
        .filter(text -> NUMBERS.matcher(text).matches())
        .map(text -> of(epoch, text))
        .filter(point -> point.atMillis >= now.minus(History.REMOVALS_KEPT).toEpochMilli())
        .filter(point -> point.atMillis <= now.plus(MOST_AHEAD).toEpochMilli());
  }

  private static CommitPoint of(String epoch, String text) {
    List<Long> numbers =
        Arrays.stream(text.split("\\.", -1))
            .map(number -> Long.valueOf(number, Character.MAX_RADIX))
            .toList();
    return new CommitPoint(epoch, numbers.get(0), numbers.subList(1, numbers.size()));
  }

  /** How many the partition had counted. */
  public long in(KeyPartition partition) {
    return commits.get(partition.number());
  }
}
