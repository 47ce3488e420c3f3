package io.messageservice.adapter.redis.store.log;

import io.messageservice.adapter.redis.KeyPartition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A change of each partition.
 *
 * @param entries number and time of each; earlier versions gave the number alone
 */
public record LogMark(List<String> entries) {

  /** Before all changes. */
  public static final LogMark START = new LogMark(Collections.nCopies(KeyPartition.COUNT, "0-0"));

  private static final Pattern FORM =
      Pattern.compile("\\d{1,18}(-\\d+)?( \\d{1,18}(-\\d+)?){" + (KeyPartition.COUNT - 1) + "}");

  public LogMark {
    entries = List.copyOf(entries);
  }

  /** The mark of that text; empty where it is none. */
  public static Optional<LogMark> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new LogMark(List.of(text.split(" ", -1))))
        : Optional.empty();
  }

  /**
   * A change of each partition.
   *
   * @param entry that of a partition, by its number and what its log holds
   */
  public static LogMark of(List<LogBounds> logs, BiFunction<Integer, LogBounds, String> entry) {
    return new LogMark(
        IntStream.range(0, logs.size()).mapToObj(i -> entry.apply(i, logs.get(i))).toList());
  }

  /** The mark as {@link #parse} reads it. */
  public String text() {
    return String.join(" ", entries);
  }

  /** The change of a partition. */
  public String entry(int partition) {
    return entries.get(partition);
  }

  /** The number of the change of a partition. */
  public long number(int partition) {
    return LoggedChange.number(entries.get(partition));
  }
}
