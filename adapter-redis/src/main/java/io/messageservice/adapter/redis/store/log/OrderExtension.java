package io.messageservice.adapter.redis.store.log;

import io.messageservice.application.port.out.change.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is to become of the one order of all changes. Immutable once it is made. */
public final class OrderExtension {

  /** How many epochs before are remembered. */
  private static final int MOST_BEFORE = 8;

  private final ChangeOrder seen;
  private final String epoch;
  private final List<Place> before;
  private final List<Object> rounds = new ArrayList<>();
  private boolean isAnew;
  private long oldest;
  private long next;
  private LogMark ends;

  private OrderExtension(ChangeOrder seen, String epoch, List<Place> before) {
    this.seen = seen;
    this.epoch = epoch;
    this.before = before;
    this.next = seen.next();
    this.ends = seen.ends();
  }

  /** Changes that have no place yet get the next ones, those of a partition after each other. */
  public static OrderExtension taking(ChangeOrder seen, List<LogBounds> logs) {
    OrderExtension extension = new OrderExtension(seen, seen.epoch(), seen.before());
    extension.oldest = oldest(seen.oldest(), logs);
    extension.add(seen.ends(), ends(logs));
    return extension;
  }

  /**
   * The store began another epoch and still has all that has places: these mean the same.
   *
   * @param epoch that never was
   */
  public static OrderExtension continuing(ChangeOrder seen, String epoch) {
    List<Place> before =
        Stream.concat(Stream.of(seen.newest()), seen.before().stream()).limit(MOST_BEFORE).toList();
    return new OrderExtension(seen, epoch, before);
  }

  /**
   * Another order begins, of all that the logs hold: first of what a reader has had, so that there
   * is a place after that, then of the rest.
   *
   * @param epoch that never was
   * @param read up to where a reader has come in these logs
   */
  public static OrderExtension beginning(
      ChangeOrder seen, String epoch, List<LogBounds> logs, LogMark read) {
    OrderExtension extension = new OrderExtension(seen, epoch, List.of());
    extension.isAnew = true;
    extension.next = 1;
    LogMark first = LogMark.of(logs, (i, log) -> log.firstNumber() - 1 + "-0");
    LogMark had =
        LogMark.of(
            logs,
            (i, log) ->
                read.number(i) == 0 || read.number(i) > log.lastNumber()
                    ? first.entry(i)
                    : read.entry(i));
    extension.add(first, had);
    extension.add(had, ends(logs));
    return extension;
  }

  private static LogMark ends(List<LogBounds> logs) {
    return LogMark.of(logs, (i, log) -> log.last().isEmpty() ? "0-0" : log.last());
  }

  /** The place of the first of these rounds of which something is left, or of the last one. */
  private static long oldest(List<List<Stretch>> rounds, List<LogBounds> logs) {
    long oldest = 0;
    for (List<Stretch> round : rounds) {
      oldest = round.get(0).place();
      if (round.stream().anyMatch(some -> some.to() >= logs.get(some.partition()).firstNumber())) {
        break;
      }
    }
    return oldest;
  }

  /** A round of what each partition has after one mark and up to another. */
  private void add(LogMark from, LogMark to) {
    List<String> round = new ArrayList<>();
    long place = next;
    for (int i = 0; i < to.entries().size(); i++) {
      long count = to.number(i) - from.number(i);
      if (count > 0) {
        round.add(i + " " + (from.number(i) + 1) + " " + count);
        next += count;
      }
    }
    if (!round.isEmpty()) {
      Collections.addAll(rounds, place, String.join(" ", round));
    }
    ends = to;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return rounds.isEmpty() && isOfChanges();
  }

  /** Whether it is the same order with more changes. */
  public boolean isOfChanges() {
    return epoch.equals(seen.epoch());
  }

  /** As the script takes it. */
  List<Object> words(String store) {
    List<Object> words = new ArrayList<>();
    Collections.addAll(words, seen.epoch(), seen.next(), isAnew ? 1 : 0, oldest);
    Collections.addAll(words, epoch, next, store, ends.text(), text(before));
    words.addAll(rounds);
    return words;
  }

  private static String text(List<Place> places) {
    return places.stream()
        .map(place -> place.epoch() + " " + place.number())
        .collect(Collectors.joining(" "));
  }
}
