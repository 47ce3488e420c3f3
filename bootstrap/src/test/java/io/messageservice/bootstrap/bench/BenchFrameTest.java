package io.messageservice.bootstrap.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchFrameTest {

  @Test
  void pushIsRead() {
    BenchFrame frame =
        BenchFrame.read(
            """
            {"event":"newMessage","data":{"conversationId":"r","seq":7,"metadata":{"seq":1},
            "mentions":["a"],"content":"bench 12 x"}}\
            """);

    assertThat(frame.event()).isEqualTo("newMessage");
    assertThat(frame.isAnswer()).isFalse();
    assertThat(frame.room()).isEqualTo("r");
    assertThat(frame.seq()).isEqualTo(7);
    assertThat(frame.content()).isEqualTo("bench 12 x");
  }

  @Test
  void answerToAJoinIsRead() {
    BenchFrame frame =
        BenchFrame.read(
            """
            {"success":true,"event":"joinConversation","conversationId":"r","seq":3,"epoch":"e",
            "readers":[{"userId":"a","seq":9}],"recovered":true}\
            """);

    assertThat(frame.isAnswer()).isTrue();
    assertThat(frame.isSuccess()).isTrue();
    assertThat(frame.isRecovered()).isTrue();
    assertThat(frame.seq()).isEqualTo(3);
    assertThat(frame.epoch()).isEqualTo("e");
  }

  @Test
  void refusalIsRead() {
    BenchFrame frame =
        BenchFrame.read(
            "{\"success\":false,\"event\":\"sendMessage\",\"error\":\"x\",\"code\":\"rate_limited\"}");

    assertThat(frame.isSuccess()).isFalse();
    assertThat(frame.code()).isEqualTo("rate_limited");
  }

  @Test
  void whatIsNoJsonIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> BenchFrame.read("{\"event\":"));
  }

  @ParameterizedTest
  @CsvSource({"12, 12", "9000000000, 9000000000"})
  void contentSaysWhenItWasDue(long due, long read) {
    String content = new BenchContent(40).due(due);

    assertThat(content).hasSize(40);
    assertThat(BenchContent.dueOf(content)).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"hello", "bench ", "bench x y", "bench 12"})
  void contentOfOthersHasNoTime(String content) {
    assertThat(BenchContent.dueOf(content)).isNegative();
  }
}
