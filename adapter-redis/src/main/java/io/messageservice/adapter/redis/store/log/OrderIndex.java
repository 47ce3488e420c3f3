package io.messageservice.adapter.redis.store.log;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.change.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the one order of the changes of all partitions is kept: rounds, each of a stretch of some
 * partitions. A reader that comes to its end extends it; nothing is written with a change. Any
 * thread that may block may call.
 */
public final class OrderIndex {

  private static final RedisScript ORDER = RedisScript.beside(OrderIndex.class, "order.lua");

  private final RedisConnection connection;
  private final String key;

  public OrderIndex(RedisConnection connection) {
    this.connection = connection;
    this.key = connection.prefix() + "{events}:order";
  }

  /**
   * The order, with so many rounds at most from that on which has the place.
   *
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read
   */
  public ChangeOrder read(long place, int most) {
    return order(RedisAnswers.await(ORDER.list(connection, key, place, most, 0)));
  }

  /**
   * Extends the order, and reads it.
   *
   * @param store the epoch of the store
   * @return empty where it stood otherwise and nothing was written
   * @throws io.messageservice.application.port.out.StoreUnavailable where it cannot be read or
   *     extended
   */
  public Optional<ChangeOrder> extend(OrderExtension by, String store, long place, int most) {
    List<Object> answer =
        RedisAnswers.await(ORDER.list(connection, key, place, most, 1, by.words(store)));
    return RedisAnswers.number(answer.get(0)) == 1 ? Optional.of(order(answer)) : Optional.empty();
  }

  private static ChangeOrder order(List<Object> answer) {
    String epoch = RedisAnswers.text(answer.get(1));
    return new ChangeOrder(
        epoch,
        epoch.isEmpty() ? 1 : RedisAnswers.number(answer.get(2)),
        RedisAnswers.text(answer.get(3)),
        LogMark.parse(RedisAnswers.text(answer.get(4))).orElse(LogMark.START),
        places(RedisAnswers.text(answer.get(5))),
        RedisAnswers.text(answer.get(6)),
        RedisAnswers.list(answer.get(7)).stream().map(OrderIndex::round).toList(),
        RedisAnswers.list(answer.get(8)).stream().flatMap(round -> round(round).stream()).toList());
  }

  private static List<Place> places(String text) {
    String[] words = text.split(" ", -1);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      places.add(new Place(words[i], Long.parseLong(words[i + 1])));
    }
    return places;
  }

  /** The stretches of a round. */
  private static List<Stretch> round(Object entry) {
    List<?> parts = RedisAnswers.list(entry);
    long place = LoggedChange.number(RedisAnswers.text(parts.get(0)));
    String[] words = RedisAnswers.text(RedisAnswers.list(parts.get(1)).get(1)).split(" ", -1);
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i + 2 < words.length; i += 3) {
      long from = Long.parseLong(words[i + 1]);
      long to = from + Long.parseLong(words[i + 2]) - 1;
      Stretch next = new Stretch(place, Integer.parseInt(words[i]), from, to);
      stretches.add(next);
      place = next.end() + 1;
    }
    return stretches;
  }
}
