package io.messageservice.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.MessageId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTextTest {

  private record Kind(Function<String, Object> make, int max) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(UserId::new, 128),
          new Kind(ConversationId::new, 128),
          new Kind(MessageId::new, 128),
          new Kind(ClientMessageId::new, 64));

  @Test
  void idsHaveOneToTheirMostCharacters() {
    for (Kind kind : KINDS) {
      assertThat(kind.make().apply("x")).hasToString("x");
      assertThat(kind.make().apply("x".repeat(kind.max()))).isNotNull();
      assertThatIllegalArgumentException().isThrownBy(() -> kind.make().apply(""));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> kind.make().apply("x".repeat(kind.max() + 1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000",
        "a\u0000",
        "a\nb",
        "\u001f",
        "\u007f",
        "\u0085",
        "\u009f",
        "\ud800",
        "a\udc00",
        "\ud83da",
        "a\ud83d",
        "\ude00\ud83d",
        "\ud83d\ud83d\ude00"
      })
  void controlCharactersAndHalvesOfPairsAreRefused(String text) {
    for (Kind kind : KINDS) {
      assertThatIllegalArgumentException().isThrownBy(() -> kind.make().apply(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0", "é", "日本", "😀", "a😀b", "\"\\", "../x", "\ufffd"})
  void everythingElseIsAnId(String text) {
    for (Kind kind : KINDS) {
      assertThat(kind.make().apply(text)).hasToString(text);
    }
  }

  @Test
  void pairIsNotCutByTheLimit() {
    assertThat(IdText.isValid("😀".repeat(64), 128)).isTrue();
    assertThat(IdText.isValid("x" + "😀".repeat(64), 128)).isFalse();
  }
}
