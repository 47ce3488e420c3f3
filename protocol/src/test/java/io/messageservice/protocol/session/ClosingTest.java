package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was read before the connection closed is carried out once; nobody is answered. */
class ClosingTest {

  private static final String JOIN =
      "{'event':'joinConversation','payload':{'conversationId':'c'}}";
  private static final String LEAVE =
      "{'event':'leaveConversation','payload':{'conversationId':'c'}}";
  private static final String FETCH = "{'event':'fetchMessages','payload':{'conversationId':'c'}}";
  private static final String TYPING =
      "{'event':'typing','payload':{'conversationId':'c','isTyping':true}}";

  private final Stage stage = new Stage(Optional.empty());
  private Stage.Client bob = stage.client("bob", Dialect.BASE);

  @BeforeEach
  void bobIsInTheRoom() {
    bob.says(JOIN).hears();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        JOIN,
        FETCH,
        "{'event':'getPresence','payload':{'userIds':['bob']}}",
        "{'event':'listConversations','payload':{}}",
        "{'event':'authenticate','payload':{'token':'ann'}}",
        "{'event':'authenticate','payload':{'token':'refused EXPIRED'}}"
      })
  void messagesBehindAnythingThatTakesTimeAreStored(String command) {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(command);
    IntStream.rangeClosed(1, 5).forEach(i -> ann.says(send("m" + i)));

    ann.leaves();
    stage.judge();

    assertThat(said()).containsExactly("m1", "m2", "m3", "m4", "m5");
    assertThat(ann.hears()).isEmpty();
  }

  @Test
  void elementsOfAnArrayAreCarriedOut() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says("[" + String.join(",", JOIN, send("m1"), FETCH, send("m2"), JOIN, send("m3")) + "]");

    ann.leaves();

    assertThat(said()).containsExactly("m1", "m2", "m3");
  }

  @Test
  void commandsOfAConversationKeepTheirOrder() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(JOIN).says(send("m1")).says(LEAVE).says(JOIN).says(LEAVE).says(FETCH);

    ann.leaves();

    assertThat(said()).containsExactly("m1");
    Stage.Client again = stage.client("ann", Dialect.BASE);
    assertThat(again.says(FETCH).hears().get(0))
        .as("the user left an open conversation")
        .contains("'code':'forbidden'");
  }

  @Test
  void joinMakesAParticipantThoughTheConnectionIsGone() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(FETCH).says(JOIN);

    ann.leaves();
    stage.settle();

    Stage.Client again = stage.client("ann", Dialect.BASE);
    assertThat(again.says(FETCH).hears().get(0)).contains("'success':true");
  }

  @Test
  void receiptsAreCarriedOut() {
    bob.says(send("from bob")).hears();
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(JOIN).says("{'event':'markConversationAsRead','payload':{'conversationId':'c'}}");

    ann.leaves();

    assertThat(bob.hears()).anyMatch(frame -> frame.contains("messageReadStatusChanged"));
  }

  @Test
  void messageIsStoredOnceThoughItIsSentAgain() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(JOIN).says(keyed()).says(keyed());
    ann.leaves();
    Stage.Client again = stage.client("ann", Dialect.BASE);

    assertThat(again.says(keyed()).hears()).last().asString().contains("'duplicate':true");
    assertThat(said()).containsExactly("once");
  }

  /** A user without a connection does not type. */
  @Test
  void whatIsEphemeralIsForgotten() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(JOIN).says(TYPING);

    ann.leaves();

    assertThat(bob.hears()).noneMatch(frame -> frame.contains("userTyping"));
  }

  @Test
  void whatIsSaidAfterTheCloseIsNotCarriedOut() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    ann.says(JOIN);
    ann.leaves();

    ann.says(send("late"));

    assertThat(said()).isEmpty();
  }

  /** What bob hears said. */
  private List<String> said() {
    return bob.hears().stream()
        .filter(frame -> frame.contains("'newMessage'"))
        .map(frame -> frame.replaceAll(".*'content':'([^']*)'.*", "$1"))
        .toList();
  }

  private static String send(String content) {
    return "{'event':'sendMessage','payload':{'conversationId':'c','content':'" + content + "'}}";
  }

  private static String keyed() {
    return "{'event':'sendMessage','payload':{'conversationId':'c','content':'once',"
        + "'clientMessageId':'k'}}";
  }
}
