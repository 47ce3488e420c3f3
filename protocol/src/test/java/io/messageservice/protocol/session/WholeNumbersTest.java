package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.protocol.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole number is one however it is written. */
class WholeNumbersTest {

  private final Stage stage = new Stage(Optional.empty());
  private final Stage.Client ann = stage.client("ann", Dialect.BASE);

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e0", "10e-1", "0.1E+1", "1.000"})
  void everyMemberTakesIt(String one) {
    ann.says(send("'fileSize':" + one)).says(send("'fileSize':1")).hears();

    assertThat(ask("fetchMessages", "'afterSeq':" + one))
        .contains("'seq':2")
        .doesNotContain("'seq':1,");
    assertThat(ask("fetchMessages", "'beforeSeq':2,'limit':" + one)).contains("'seq':1");
    assertThat(ask("fetchMessages", "'limit':" + one)).contains("'more':true");
    assertThat(ask("listConversations", "'limit':" + one)).contains("'success':true");
    assertThat(ask("markConversationAsRead", "'upToSeq':" + one)).contains("'success':true");
    assertThat(ask("joinConversation", "'afterSeq':" + one + ",'maxReplay':" + one))
        .contains("'recovered':true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "5e0", "-50e-1", "12345678901234567890.0"})
  void refComesBackAsItWasWritten(String ref) {
    assertThat(ann.says("{'event':'ping','ref':" + ref + "}").hears())
        .containsExactly("{'event':'pong','ref':" + ref + ",'data':{}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.5", "1e-1", "1e99999999999"})
  void fractionsAreNone(String number) {
    assertThat(ann.says("{'event':'ping','ref':" + number + "}").hears())
        .singleElement()
        .asString()
        .contains("ref: an integer");
    assertThat(ask("listConversations", "'limit':" + number)).contains("limit: an integer");
    assertThat(ann.says(send("'fileSize':" + number)).hears())
        .singleElement()
        .asString()
        .contains("fileSize: an integer");
  }

  @Test
  void longestContentMayBeEscaped() {
    String emoji = "\\uD83D\\uDE00".repeat(10_000);
    String frame =
        "{'event':'sendMessage','payload':{'conversationId':'c','content':'" + emoji + "'}}";

    assertThat(frame.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(256 << 10);
    assertThat(ann.says(frame).hears()).singleElement().asString().contains("'success':true");
  }

  private String ask(String event, String members) {
    List<String> heard =
        ann.says("{'event':'" + event + "','payload':{'conversationId':'c'," + members + "}}")
            .hears();
    return heard.get(0);
  }

  private static String send(String members) {
    return "{'event':'sendMessage','payload':{'conversationId':'c',"
        + "'attachments':[{'fileUrl':'/f','fileName':'n','fileType':'t',"
        + members
        + "}]}}";
  }
}
