package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.store.log.ChangeOrder;
import io.messageservice.adapter.redis.store.log.LogBounds;
import io.messageservice.adapter.redis.store.log.LogMark;
import io.messageservice.adapter.redis.store.log.LoggedChange;
import io.messageservice.adapter.redis.store.log.OrderExtension;
import io.messageservice.adapter.redis.store.log.OrderIndex;
import io.messageservice.adapter.redis.store.log.OrderSelection;
import io.messageservice.adapter.redis.store.log.Stretch;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Changes.Gap;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.store.RandomNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the single changes of all partitions in one order. Any thread that may block may call.
 *
 * <p>A change has a place once somebody has read to the end of the order after it was stored: that
 * reader extends the order by what each log then has more, in one step that fails where another
 * reader was faster. So places never depend on who reads, and none is given behind a reader. Where
 * a log is not the one of which changes have places, another order begins.
 */
final class SingleChanges {

  private static final int MOST_TRIES = 50;

  /** The most rounds of the order that are read at once. */
  private static final int MOST_ROUNDS = 1_024;

  /**
   * How many changes are read at once where nothing fails, and where reads fail again and again.
   */
  private static final int MOST_AT_ONCE = 4_096;

  private static final int LEAST_AT_ONCE = 64;

  private final OrderIndex index;
  private final Reads reads;
  private final Epochs epochs;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * A long answer may take longer than is waited for, where the processor or Redis is busy, and
   * would the next time, too: half as many are asked for after a failure, twice as many after a
   * success.
   */
  private final AtomicInteger atOnce = new AtomicInteger(MOST_AT_ONCE);

  /**
   * @param clock for epochs, which sort by when they began
   * @param random for the same
   */
  SingleChanges(
      RedisConnection connection, Epochs epochs, InstantSource clock, RandomGenerator random) {
    this.index = new OrderIndex(connection);
    this.reads = new Reads(connection);
    this.epochs = epochs;
    this.clock = clock;
    this.random = random;
  }

  Place newest() {
    return epochs.in(epoch -> look(epoch, 0, 0, Long.MAX_VALUE).order.newest());
  }

  Changes after(Place from, int limit) {
    int most = Math.min(limit, atOnce.get());
    try {
      Changes some = read(from, most);
      atOnce.updateAndGet(count -> Math.min(MOST_AT_ONCE, 2 * count));
      return some;
    } catch (StoreUnavailable failure) {
      atOnce.updateAndGet(count -> Math.max(LEAST_AT_ONCE, Math.min(count, most) / 2));
      throw failure;
    }
  }

  private Changes read(Place from, int limit) {
    int rounds = 1 + Math.min(limit, MOST_ROUNDS); // the first may end with the place
    return epochs.in(
        epoch -> {
          OrderedLogs look = look(epoch, from.number(), rounds, limit);
          return look.order.knows(from)
              ? read(look, look.order.stretches(), from, limit)
              : read(look, stretches(look.order, 0), look.order.at(0), limit);
        });
  }

  /**
   * The place before all that was stored after the mark.
   *
   * @param mark of an earlier version; where it is empty, up to where a still earlier one has read
   */
  Optional<Place> noted(String mark) {
    Optional<LogMark> noted =
        mark.isEmpty()
            ? Optional.of(streamed()).filter(one -> !one.equals(LogMark.START))
            : LogMark.parse(mark);
    return noted.map(
        read -> epochs.in(epoch -> before(look(epoch, 0, 0, Long.MAX_VALUE).order, known(read))));
  }

  private Place before(ChangeOrder order, LogMark read) {
    long at = 0;
    List<Stretch> some = stretches(order, at);
    while (!some.isEmpty() && some.get(some.size() - 1).end() > at) {
      for (Stretch each : some) {
        Stretch rest = each.notBefore(read.number(each.partition()) + 1);
        if (!rest.isEmpty()) {
          return order.at(rest.place() - 1);
        }
        at = each.end();
      }
      some = stretches(order, at);
    }
    return order.newest();
  }

  /** The same order, from that on which has the place. */
  private List<Stretch> stretches(ChangeOrder order, long at) {
    ChangeOrder now = index.read(at, MOST_ROUNDS);
    if (!now.epoch().equals(order.epoch())) {
      throw new StoreUnavailable(
          "another order began meanwhile", new IllegalStateException(now.epoch()));
    }
    return now.stretches();
  }

  /**
   * The order, extended unless it holds enough.
   *
   * @param at the place to read from
   * @param rounds how many of the order at most
   * @param wanted how many changes after the place are enough
   */
  private OrderedLogs look(Epoch epoch, long at, int rounds, long wanted) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      ChangeOrder order = index.read(at, rounds);
      List<LogBounds> logs = logs(order.ends());
      String store = order.store().equals(epoch.name()) ? epoch.name() : epochs.look(epoch).name();
      OrderExtension next = next(order, logs, store);
      boolean isEnough = next.isOfChanges() && order.newest().number() - at >= wanted;
      if (next.isEmpty() || isEnough) {
        return new OrderedLogs(order, logs, !next.isEmpty());
      }
      Optional<ChangeOrder> extended = index.extend(next, store, at, rounds);
      if (extended.isPresent() && next.isOfChanges()) {
        return new OrderedLogs(extended.get(), logs, false);
      }
    }
    throw new StoreUnavailable(
        "others read all the time", new IllegalStateException("no try was left"));
  }

  private OrderExtension next(ChangeOrder order, List<LogBounds> logs, String store) {
    if (order.epoch().isEmpty() || !isOf(order.ends(), logs)) {
      LogMark read = known(LogMark.parse(order.streamed()).orElseGet(this::streamed));
      return OrderExtension.beginning(order, nextEpoch(order), logs, read);
    }
    return order.store().equals(store)
        ? OrderExtension.taking(order, logs)
        : OrderExtension.continuing(order, nextEpoch(order));
  }

  private String nextEpoch(ChangeOrder order) {
    return order.nextEpoch(clock.millis(), RandomNames.shorter(random));
  }

  private static boolean isOf(LogMark mark, List<LogBounds> logs) {
    return IntStream.range(0, logs.size()).allMatch(i -> logs.get(i).isLogOf(mark.entry(i)));
  }

  /** The mark, where the logs are those that it is of; otherwise before all. */
  private LogMark known(LogMark mark) {
    return LogMark.of(
        logs(mark),
        (i, log) -> log.isLogOf(mark.entry(i)) ? mark.entry(i) : LogMark.START.entry(i));
  }

  private LogMark streamed() {
    return new LogMark(
        ask(Question::streamed).stream()
            .map(answer -> RedisAnswers.text(answer).split(" ", -1)[0])
            .map(entry -> entry.isEmpty() ? LogMark.START.entry(0) : entry)
            .toList());
  }

  /** What each log holds, also at the change of the mark. */
  private List<LogBounds> logs(LogMark mark) {
    return ask(where -> Question.log(where, mark.number(where.number()))).stream()
        .map(RedisAnswers::list)
        .map(
            found ->
                new LogBounds(
                    RedisAnswers.text(found.get(0)),
                    RedisAnswers.text(found.get(1)),
                    RedisAnswers.text(found.get(2))))
        .toList();
  }

  /** The answer of each partition. */
  private List<Object> ask(Function<KeyPartition, Question> question) {
    List<Question> asked = KeyPartition.all().map(question).toList();
    Map<Question, Object> given = reads.ask(asked);
    return asked.stream().map(each -> given.getOrDefault(each, new byte[0])).toList();
  }

  /** What follows a place. What a log has no more is passed over before the first change only. */
  private Changes read(OrderedLogs look, List<Stretch> some, Place from, int limit) {
    OrderSelection selected = new OrderSelection(from.number(), limit, look.logs);
    List<Stretch> next = some;
    while (selected.take(next)) {
      next = stretches(look.order, selected.end());
    }
    long newest = look.order.newest().number();
    if (selected.stretches().isEmpty()) {
      Place end = look.order.newest();
      Place start = from.number() == newest ? from : end;
      return new Changes(start, List.of(), List.of(), end, look.isBehind);
    }
    Place start = selected.start() == from.number() ? from : look.order.at(selected.start());
    Place end = look.order.at(selected.end());
    return changes(selected.stretches(), start, end, look.isBehind || end.number() < newest);
  }

  private Changes changes(List<Stretch> stretches, Place start, Place end, boolean more) {
    Map<Integer, Map<Long, List<?>>> entries = entries(stretches);
    List<Change> changes = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (Stretch each : stretches) {
      Map<Long, List<?>> found = entries.getOrDefault(each.partition(), Map.of());
      for (long number = each.from(); number <= each.to(); number++) {
        Place place = new Place(end.epoch(), each.place() + number - each.from());
        List<?> entry = found.getOrDefault(number, List.of());
        change(each.partition(), entry, place)
            .ifPresentOrElse(changes::add, () -> gaps.add(gap(each.partition(), entry, place)));
      }
    }
    return new Changes(start, changes, gaps, end, more);
  }

  /** The entries of each partition by their numbers; the stretches of one follow each other. */
  private Map<Integer, Map<Long, List<?>>> entries(List<Stretch> stretches) {
    Map<Integer, Stretch> all = new HashMap<>();
    stretches.forEach(each -> all.merge(each.partition(), each, Stretch::through));
    Map<Question, Object> given = reads.ask(all.values().stream().map(this::question).toList());
    Map<Integer, Map<Long, List<?>>> entries = new HashMap<>();
    all.forEach((partition, each) -> entries.put(partition, byNumber(given.get(question(each)))));
    return entries;
  }

  private Question question(Stretch all) {
    long after = all.from() - 1;
    return Question.changes(
        new KeyPartition(all.partition()), after, all.to(), (int) (all.to() - after));
  }

  private static Map<Long, List<?>> byNumber(@Nullable Object found) {
    return RedisAnswers.list(found).stream()
        .map(RedisAnswers::list)
        .collect(Collectors.toMap(SingleChanges::number, entry -> entry));
  }

  private static long number(List<?> entry) {
    return LoggedChange.number(RedisAnswers.text(entry.get(0)));
  }

  private static Optional<Change> change(int partition, List<?> entry, Place place) {
    try {
      return Optional.of(LoggedChange.parse(partition, entry, 0).change(place));
    } catch (IllegalArgumentException | IndexOutOfBoundsException garbage) {
      return Optional.empty();
    }
  }

  /** What was there, or is gone since it was looked what is left. */
  private static Gap gap(int partition, List<?> entry, Place place) {
    String part = "p" + partition;
    String name = entry.isEmpty() ? "at-" + place.number() : RedisAnswers.text(entry.get(0));
    return new Gap(place, part + "-" + name, part, 1);
  }

  /**
   * The order and the logs, as one look found them.
   *
   * @param logs what each partition held before the order was extended
   * @param isBehind whether they hold more than has places
   */
  private record OrderedLogs(ChangeOrder order, List<LogBounds> logs, boolean isBehind) {}
}
