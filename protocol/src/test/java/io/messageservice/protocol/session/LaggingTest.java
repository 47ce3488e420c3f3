package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection hears that does not read messages. */
class LaggingTest {

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = client("ann", Dialect.BASE);
  private final Stage.Client bob = client("bob", Dialect.V1);

  @BeforeEach
  void allAreInTheRooms() {
    for (String room : List.of("c", "d")) {
      ann.says(join(room));
      bob.says(join(room));
    }
    ann.hears();
    bob.hears();
  }

  @Test
  void fromTheFirstMessageLeftOutNoneComesUntilTheNextJoin() {
    says("c", "one");
    bob.slow = true;
    says("c", "two");
    says("c", "three");
    bob.slow = false;
    says("c", "four");

    assertThat(seqs(bob.hears()))
        .containsExactly(
            "newMessage 1",
            "{'event':'lagged','data':{'conversationId':'c','fromSeq':2,'afterRev':1}}");

    bob.says(join("c"));
    assertThat(bob.hears()).singleElement().asString().contains("'success':true", "'seq':4");
    says("c", "five");
    assertThat(seqs(bob.hears())).containsExactly("newMessage 5");
  }

  @Test
  void theNextTimeItIsToldAgain() {
    bob.slow = true;
    says("c", "one");
    assertThat(seqs(bob.hears()))
        .containsExactly(
            "{'event':'lagged','data':{'conversationId':'c','fromSeq':1,'afterRev':0}}");

    bob.says(join("c")).hears();
    says("c", "two");

    assertThat(seqs(bob.hears()))
        .containsExactly(
            "{'event':'lagged','data':{'conversationId':'c','fromSeq':2,'afterRev':1}}");
  }

  @Test
  void otherConversationsAreHeardOn() {
    bob.slow = true;
    says("c", "one");
    bob.slow = false;
    bob.hears();

    says("d", "one");

    assertThat(seqs(bob.hears())).containsExactly("newMessage 1");
  }

  @Test
  void answersAndWhatPassesAreSentAllTheSame() {
    bob.slow = true;
    says("c", "one");
    bob.hears();

    bob.says("{'event':'sendMessage','payload':{'conversationId':'c','content':'two'}}");
    ann.says("{'event':'typing','payload':{'conversationId':'c','isTyping':true}}");

    assertThat(bob.hears())
        .extracting(heard -> heard.replaceAll(".*'event':'(\\w+)'.*", "$1"))
        .containsExactlyInAnyOrder("sendMessage", "userTyping");
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheSubprotocolLags(Dialect dialect) {
    Stage.Client cat = client("cat", dialect);
    cat.says(join("c")).hears();
    cat.slow = true;

    says("c", "one");

    assertThat(seqs(cat.hears()))
        .containsExactly(
            dialect == Dialect.BASE
                ? "newMessage 1"
                : "{'event':'lagged','data':{'conversationId':'c','fromSeq':1,'afterRev':0}}");
  }

  @Test
  void whoLagsEverywhereIsClosed() {
    bob.slow = true;
    for (int i = 0; i < Lagging.MAX_CONVERSATIONS; i++) {
      tellsBob("x" + i);
    }
    assertThat(bob.hears()).hasSize(Lagging.MAX_CONVERSATIONS);
    assertThat(bob.closes).isEmpty();

    tellsBob("one more");

    assertThat(bob.closes).containsExactly(CloseReason.TOO_SLOW);
  }

  private void tellsBob(String conversation) {
    ann.says(
        "{'event':'sendMessage','payload':{'conversationId':'"
            + conversation
            + "','receiverId':'bob','content':'x'}}");
    stage.settle();
  }

  private Stage.Client client(String user, Dialect dialect) {
    Stage.Client client = stage.client(user, dialect);
    stage.settle();
    client.hears();
    return client;
  }

  private static String join(String room) {
    return "{'event':'joinConversation','payload':{'conversationId':'" + room + "'}}";
  }

  private void says(String room, String content) {
    ann.says(
        "{'event':'sendMessage','payload':{'conversationId':'"
            + room
            + "','content':'"
            + content
            + "'}}");
    stage.settle();
  }

  /** Messages by their positions, anything else as it is. */
  private static List<String> seqs(List<String> heard) {
    return heard.stream()
        .map(text -> text.replaceAll(".*'newMessage'.*'seq':(\\d+).*", "newMessage $1"))
        .toList();
  }
}
