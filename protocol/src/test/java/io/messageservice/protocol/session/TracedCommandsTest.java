package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.limit.Rate;
import io.messageservice.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command is traced from when it came until it is answered. */
class TracedCommandsTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final Stage stage = new Stage(Optional.of(new Rate(1_000, 1, 1_000)));
  private final Stage.Client ann = stage.client("ann", Dialect.V1);

  @Test
  void aCommandIsOfTheTraceThatItsClientNames() {
    ann.says(send("'traceparent':'" + PARENT + "',"));
    assertThat(stage.traced).containsExactly("sendMessage of " + PARENT);

    stage.settle();

    assertThat(stage.traced).endsWith("sendMessage ended: null").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "'traceparent':7,", "'traceparent':{'a':[1]},", "'traceparent':null,"})
  void whatIsNoTextIsNoParentAndNoMistake(String member) {
    ann.says(send(member));
    stage.settle();

    assertThat(stage.traced).containsExactly("sendMessage of null", "sendMessage ended: null");
  }

  @Test
  void aParentThatIsTooLongIsNone() {
    ann.says(send("'traceparent':'" + "0".repeat(129) + "',"));

    assertThat(stage.traced).containsExactly("sendMessage of null");
  }

  @Test
  void readsAndRefusalsEndToo() {
    ann.says("{'event':'listConversations','payload':{}}");
    stage.settle();
    ann.says("{'event':'fetchMessages','payload':{'conversationId':'none'}}");
    stage.settle();

    assertThat(stage.traced)
        .containsExactly(
            "listConversations of null",
            "listConversations ended: null",
            "fetchMessages of null",
            "fetchMessages ended: FORBIDDEN");
  }

  @Test
  void commandsThatAreNotTakenEnd() {
    for (int i = 0; i < 2_100; i++) {
      stage.nanos++;
      ann.says(send(""));
    }
    stage.settle();

    assertThat(ended()).contains("sendMessage ended: OVERLOADED");
    assertThat(stage.traced).filteredOn(line -> line.contains(" of ")).hasSameSizeAs(ended());
  }

  private List<String> ended() {
    return stage.traced.stream().filter(line -> line.contains(" ended")).toList();
  }

  @Test
  void whatIsAnsweredAtOnceIsNotTraced() {
    ann.says("{'event':'ping','payload':{}}");
    ann.says("{'event':'typing','payload':{'conversationId':'c','isTyping':true}}");
    ann.says("{'event':'no such event','payload':{}}");
    stage.settle();

    assertThat(stage.traced).isEmpty();
  }

  private static String send(String member) {
    return "{'event':'sendMessage',"
        + member
        + "'payload':{'conversationId':'c','content':'hello'}}";
  }
}
