package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.protocol.CloseReason;
import io.messageservice.protocol.Dialect;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several commands in one frame. An apostrophe stands for a quotation mark. */
class CommandArrayTest {

  private static final String PING = "{'event':'ping'}";
  private static final String PONG = "{'event':'pong','data':{}}";

  private Stage stage = new Stage(Optional.empty());

  @Test
  void eachIsAnsweredInItsOwnFrameInOrder() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);

    ann.says(
        " \n[{'event':'joinConversation','ref':1,'payload':{'conversationId':'c'}},"
            + "{'event':'fetchMessages','ref':2,'payload':{'conversationId':'c'}} ,"
            + "{'event':'nonsense','ref':3},"
            + "{'event':'sendMessage','ref':4,'payload':{'conversationId':'c','content':'x'}},"
            + "{'event':'leaveConversation','ref':5,'payload':{'conversationId':'c'}}]\n");

    assertThat(ann.hears())
        .extracting(text -> text.replaceAll(".*'event':'(\\w+)','ref':(\\d).*", "$1 $2"))
        .containsExactly(
            "joinConversation 1",
            "fetchMessages 2",
            "nonsense 3",
            "sendMessage 4",
            "leaveConversation 5");
  }

  @Test
  void anElementThatIsWrongIsAnsweredAlone() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);

    ann.says(
        "["
            + PING
            + ",5,'text',[{'event':'ping'}],{'no':1},{'event':'ping','payload':'\\ud800'},"
            + "{'event':'pong','ref':'\\u0000'},null,"
            + PING
            + "]");

    assertThat(ann.hears())
        .containsExactly(
            PONG,
            error("null", "not a JSON object", "invalid_format"),
            error("null", "not a JSON object", "invalid_format"),
            error("null", "not a JSON object", "invalid_format"),
            error("null", "event: a string", "invalid_format"),
            error("null", "not valid Unicode: half of a surrogate pair", "invalid_format"),
            "{'success':false,'event':'pong','ref':'\\u0000',"
                + "'error':'ref: the character U+0000 is not allowed','code':'invalid_payload'}",
            error("null", "not a JSON object", "invalid_format"),
            PONG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'event':'ping'},{'event':'ping']|not JSON of at most 32 levels|invalid_format",
        "[{'event':'ping'},|not JSON of at most 32 levels|invalid_format",
        "[{'event':'ping'},]|not JSON of at most 32 levels|invalid_format",
        "[{'event':'ping'} {'event':'ping'}]|not JSON of at most 32 levels|invalid_format",
        "[{'event':'ping'}]x|not JSON of at most 32 levels|invalid_format",
        "[{'event':'ping'}]{}|one JSON object or array in a frame|invalid_format",
        "[]|an array of at least one command|invalid_format",
        "[|not JSON of at most 32 levels|invalid_format",
      })
  void whereTheFrameIsNotWhatItShouldBeNothingIsCarriedOut(String text, String error, String code) {
    Stage.Client ann = stage.client("ann", Dialect.BASE);

    ann.says(text.replace('"', '\''));

    assertThat(ann.hears()).containsExactly(error("null", error, code));
  }

  @Test
  void aHundredAreTakenAndNoMore() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);

    ann.says("[" + String.join(",", Collections.nCopies(100, PING)) + "]");
    assertThat(ann.hears()).hasSize(100).containsOnly(PONG);

    ann.says("[" + String.join(",", Collections.nCopies(101, PING)) + "]");
    assertThat(ann.hears())
        .containsExactly(error("null", "an array of at most 100 commands", "too_large"));
  }

  @Test
  void theArrayIsALevelOfTheJson() {
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    String deep = "{'event':'ping','x':" + "[".repeat(30) + "]".repeat(30) + "}";

    ann.says("[" + deep + "]");
    assertThat(ann.hears()).containsExactly(PONG);
    ann.says("[" + deep.replace("[]", "[[]]") + "]");
    assertThat(ann.hears())
        .containsExactly(error("null", "not JSON of at most 32 levels", "invalid_format"));
  }

  @Test
  void eachCountsAgainstTheRate() {
    stage = new Stage(Optional.of(new Rate(100, 1_000_000_000L, 3)));
    Stage.Client ann = stage.client("ann", Dialect.BASE);

    ann.says("[" + String.join(",", Collections.nCopies(5, PING)) + "]");

    String refused = error("'ping'", "too many commands, slow down", "rate_limited");
    assertThat(ann.hears()).containsExactly(PONG, PONG, PONG, refused, refused);
  }

  @Test
  void nothingIsCarriedOutBehindTheCommandThatClosesTheConnection() {
    stage = new Stage(Optional.of(new Rate(1, 3_600_000_000_000L, 1)));
    Stage.Client ann = stage.client("ann", Dialect.BASE);
    for (int i = 0; i < 51; i++) {
      ann.says("[" + String.join(",", Collections.nCopies(100, PING)) + "]");
    }

    assertThat(ann.closes).containsExactly(CloseReason.TOO_MANY_COMMANDS);
  }

  private static String error(String event, String error, String code) {
    return "{'success':false,'event':" + event + ",'error':'" + error + "','code':'" + code + "'}";
  }
}
