package io.messageservice.adapter.redis.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.messageservice.adapter.redis.presence.StoredTransition.Published;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTransitionTest {

  @Test
  void whatAScriptPublishesIsRead() {
    String text = "board|7~1~ann~Ann Ø~|8~0~b b~~1500000000123";

    Published some = Published.of(bytes(text));

    assertThat(some.board()).isEqualTo("board");
    assertThat(some.transitions())
        .containsExactly(
            new StoredTransition(
                7,
                new Transition(new UserId("ann"), new DisplayName("Ann Ø"), true),
                Optional.empty()),
            new StoredTransition(
                8,
                new Transition(new UserId("b b"), new DisplayName(""), false),
                Optional.of(Instant.ofEpochMilli(1_500_000_000_123L))));
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() {
    assertThat(Published.of(bytes("board|7~1~ann~Ann~~more")).transitions()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b|", "b|7~1~ann", "b|x~1~ann~Ann~", "b|7~1~~Ann~", "b|7~0~a~A~soon"})
  void garbageIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Published.of(bytes(text)));
  }

  private static byte[] bytes(String text) {
    String separated = text.replace('|', '\u001e').replace('~', '\u001f');
    return separated.getBytes(StandardCharsets.UTF_8);
  }
}
