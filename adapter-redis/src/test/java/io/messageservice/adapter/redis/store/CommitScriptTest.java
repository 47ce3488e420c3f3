package io.messageservice.adapter.redis.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.OnEachRedis;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The script that writes, sent as the library sends it again by itself. */
@OnEachRedis
class CommitScriptTest {

  private static final KeyPartition WHERE = KeyPartition.of(OwnStore.ROOM.value());

  private final OwnStore place;

  CommitScriptTest(RedisVersion version) {
    place = new OwnStore(version);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void scriptThatIsSentTwiceIsCarriedOutOnce() {
    assertThat(send("writer", 1, "", 1)).isEmpty();
    assertThat(send("writer", 1, "", 1)).isEmpty();
    assertThat(count()).isEqualTo("1");

    String core = place.server.ask("GET", key("c:room"));
    assertThat(send("writer", 2, core, 2)).isEmpty();
    assertThat(send("writer", 2, core, 2)).isEmpty();
    assertThat(count()).isEqualTo("2");
  }

  @Test
  void changeThatIsSentTwiceIsNotedOnce() {
    send("writer", 1, "", 1);
    String core = place.server.ask("GET", key("c:room"));
    List<Object> writes = new ArrayList<>(List.of("core", "1 born+1 OPEN 1 0"));
    writes.addAll(List.of("changed", "1-0", "alice", "0", "2 d 0", "", "digest", "1", "what"));

    assertThat(send("writer", 2, core, writes)).isEmpty();
    assertThat(send("writer", 2, core, writes)).isEmpty();

    assertThat(place.server.ask("GET", key("c:room"))).isEqualTo("1 born+1 OPEN 1 0");
    assertThat(place.server.ask("ZRANGE", key("x:room"), "0", "-1", "WITHSCORES").lines())
        .containsExactly("1", "2");
    assertThat(place.server.ask("ZRANGE", key("d:room"), "0", "-1")).isEqualTo("1 alice");
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void whatStandsOtherwiseIsNotWrittenAndNamed() {
    send("writer", 1, "", 1);

    assertThat(send("another", 1, "", 1)).isEqualTo("1 1 born OPEN 1 0\n");
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void scriptThatComesAfterALaterOneIsNotCarriedOut() {
    send("writer", 2, "", 1);
    String core = place.server.ask("GET", key("c:room"));

    assertThat(send("writer", 1, core, 2)).isEqualTo("late");
    assertThat(count()).isEqualTo("1");
  }

  @Test
  void whereAnotherProcessWasNotedNothingIsWritten() {
    place.server.ask("SET", key("run"), "another loose epoch");

    assertThat(send("what was noted", "writer", 1, "", 1)).isEqualTo("run");
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void conversationThatBeginsHasNothingOfOneThatAnEarlierVersionForgot() {
    place.server.ask("SET", key("a:room"), "data");
    place.server.ask("HSET", key("b:room"), "bob", "1");
    place.server.ask("HSET", key("p:room"), "bob", "1 -1");
    place.server.ask("ZADD", key("v:room"), "0", "bob");
    place.server.ask("HSET", key("s:room"), "bob", "7");
    place.server.ask("ZADD", key("l:room"), "7", "bob");

    assertThat(send("writer", 1, "", 1)).isEmpty();

    for (String kept : List.of("a:room", "b:room", "p:room", "v:room")) {
      assertThat(place.server.ask("EXISTS", key(kept))).isEqualTo("0");
    }
    assertThat(place.server.ask("ZSCORE", key("l:room"), "bob")).as("left").isEqualTo("7");
    assertThat(place.server.ask("HGET", key("s:room"), "bob")).as("left").isEqualTo("7");
    String core = place.server.ask("GET", key("c:room"));
    assertThat(send("writer", 2, core, List.of("core", core, "ban", "bob", "2"))).isEmpty();
    core = place.server.ask("GET", key("c:room"));
    assertThat(send("writer", 3, core, List.of("core", core))).isEmpty();
    assertThat(place.server.ask("HGET", key("b:room"), "bob")).isEqualTo("2");
  }

  @Test
  void unknownQuestionIsNamed() {
    assertThatThrownBy(
            () -> Reads.READ.list(place.connection, key("run"), "what", "room", "", "", "").join())
        .hasMessageContaining("no such question: what");
  }

  private String send(String writer, long number, String seen, long seq) {
    return send(place.server.ask("GET", key("run")), writer, number, seen, seq);
  }

  private String send(String run, String writer, long number, String seen, long seq) {
    List<Object> writes =
        List.of("core", "1 born OPEN " + seq + " 0", "message", seq + "-0", "alice", "0", "ttext");
    return send(run, writer, number, seen, writes);
  }

  private String send(String writer, long number, String seen, List<Object> writes) {
    return send(place.server.ask("GET", key("run")), writer, number, seen, writes);
  }

  private String send(String run, String writer, long number, String seen, List<Object> writes) {
    List<Object> words = new ArrayList<>(List.of(writer, number, "node", 0, 100, run));
    words.addAll(List.of(writes.size() + 4, "room", seen, 0, writes.size()));
    words.addAll(writes);
    List<Object> answers =
        CommitScript.COMMIT.list(place.connection, key("run"), words.toArray()).join();
    return RedisAnswers.text(answers.get(0));
  }

  private String count() {
    return place.server.ask("XLEN", key("m:room"));
  }

  private static String key(String name) {
    return "ms:" + WHERE.tag() + name;
  }
}
