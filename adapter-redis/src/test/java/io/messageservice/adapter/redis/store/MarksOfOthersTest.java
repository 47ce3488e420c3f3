package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisVersion;
import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marks of very many users who left, before those of few who take part. */
@OnEachRedis
class MarksOfOthersTest {

  private static final int OTHERS = 3_000;

  private final OwnStore place;

  MarksOfOthersTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @BeforeEach
  void fill() {
    place.say("one");
    List.of("b", "B", "ü", "a", "c", "d", "e").forEach(user -> add("HSET", "u", user, ""));
    read("a", 3);
    read("b", 7);
    read("B", 7);
    read("ü", 7);
    delivered("b", 9);
    delivered("e", 2);
    delivered("c", 4);
    addMany("r", i -> List.of(Integer.toString(-8 - i), other(i)));
  }

  @Test
  void participantsAreFoundInTheirOrder() {
    List<Reader> all =
        List.of(
            reader("B", 7, 7),
            reader("b", 7, 9),
            reader("ü", 7, 7),
            reader("a", 3, 3),
            reader("c", 0, 4),
            reader("e", 0, 2));

    for (int most = 0; most <= all.size() + 1; most++) {
      assertThat(readers(most)).isEqualTo(all.subList(0, Math.min(most, all.size())));
    }
  }

  @Test
  void onlySomeOfTheOthersArePassedOver() {
    addMany("v", i -> List.of("0", other(i) + "\0" + i));
    place.server.ask("CONFIG", "RESETSTAT");

    assertThat(readers(50)).hasSize(6);

    assertThat(calls("hexists") + calls("zscore") + calls("zrank")).isBetween(6, 500);
  }

  @Test
  void allAreFoundWhereThereAreOnlyParticipants() {
    place.server.ask("ZREMRANGEBYSCORE", key("r"), "-inf", "-8");

    assertThat(readers(50))
        .extracting(found -> found.user().value())
        .containsExactly("B", "b", "ü", "a", "c", "e");
  }

  private List<Reader> readers(int most) {
    return place.history().standing(OwnStore.ROOM, OwnStore.ALICE, most).readers();
  }

  private static Reader reader(String user, long readUpTo, long deliveredUpTo) {
    return new Reader(new UserId(user), readUpTo, deliveredUpTo);
  }

  private void read(String user, int upTo) {
    add("ZADD", "r", Integer.toString(-upTo), user);
  }

  private void delivered(String user, int upTo) {
    add("ZADD", "v", "0", user + "\0" + upTo);
  }

  private static String other(int number) {
    return "other-" + number;
  }

  private void addMany(String kind, IntFunction<List<String>> words) {
    add(
        "ZADD",
        kind,
        IntStream.range(0, OTHERS)
            .mapToObj(words)
            .flatMap(Collection::stream)
            .toArray(String[]::new));
  }

  private void add(String command, String kind, String... words) {
    List<String> all = new ArrayList<>(List.of(command, key(kind)));
    all.addAll(List.of(words));
    place.server.ask(all.toArray(String[]::new));
  }

  private int calls(String command) {
    Matcher line =
        Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
            .matcher(place.server.ask("INFO", "commandstats"));
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }

  private static String key(String kind) {
    return "ms:" + KeyPartition.of(OwnStore.ROOM.value()).tag() + kind + ":room";
  }
}
