package io.messageservice.adapter.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.adapter.sse.LastEventId.Joined;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Joins in what is posted, and on behalf of clients. */
final class JoinRequestsTest {

  private static List<Joined> read(String text) {
    List<Joined> joins = new ArrayList<>();
    byte[] utf8 = text.replace('\'', '"').getBytes(UTF_8);
    JoinRequests.read(utf8, utf8.length, joins::add);
    return joins;
  }

  private static List<String> texts(List<byte[]> frames) {
    return frames.stream().map(frame -> new String(frame, UTF_8)).toList();
  }

  @Test
  void positionsOfJoinsAreRead() {
    assertThat(
            read(
                "{'event':'joinConversation','ref':1,'payload':{'conversationId':'a','afterSeq':3,'afterRev':5,'epoch':'e'}}"))
        .containsExactly(new Joined("a", 3, 5));
    assertThat(
            read(
                "[{'payload':{'afterSeq':7,'conversationId':'b'},'event':'joinConversation'},{'event':'ping'}]"))
        .containsExactly(new Joined("b", 7, LastEventId.NONE));
  }

  @Test
  void whatSaysNoneIsLeftOut() {
    assertThat(read("{'event':'joinConversation','payload':{'conversationId':'a'}}")).isEmpty();
    assertThat(read("{'event':'joinConversation','payload':{'conversationId':'a','afterSeq':-1}}"))
        .isEmpty();
    assertThat(read("{'event':'sendMessage','payload':{'conversationId':'a','afterSeq':1}}"))
        .isEmpty();
    assertThat(read("[1,2,{'event':")).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void whoComesBackAsksForTheListAndForEachConversation() {
    LastEventId last =
        new LastEventId(
            true, "e", "s", List.of(new Joined("a", 3, 5), new Joined("b", 0, LastEventId.NONE)));

    assertThat(texts(JoinRequests.of(last, true)))
        .containsExactly(
            ("[{'event':'listConversations','payload':{'since':'s'}},"
                    + "{'event':'joinConversation','payload':"
                    + "{'conversationId':'a','afterSeq':3,'afterRev':5,'epoch':'e'}},"
                    + "{'event':'joinConversation','payload':"
                    + "{'conversationId':'b','afterSeq':0,'epoch':'e'}}]")
                .replace('\'', '"'));
    assertThat(texts(JoinRequests.of(last, false)).get(0)).doesNotContain("listConversations");
  }

  @Test
  void aFrameHasAHundredAtTheMost() {
    List<Joined> many = IntStream.range(0, 250).mapToObj(n -> new Joined("c" + n, 0, 0)).toList();

    List<byte[]> frames = JoinRequests.of(new LastEventId(true, "e", "", many), true);

    assertThat(frames).hasSize(3);
    assertThat(read(new String(frames.get(2), UTF_8))).isEqualTo(many.subList(200, 250));
  }
}
