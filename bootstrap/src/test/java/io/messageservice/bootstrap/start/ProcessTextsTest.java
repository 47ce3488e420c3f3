package io.messageservice.bootstrap.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessTextsTest {

  @Test
  void theEnvironmentIsUtf8() {
    assertThat(ProcessTexts.environment(bytes("A=ä\0B=1=2\0=odd\0C=\0A=other\0noise\0")))
        .isEqualTo(Map.of("A", "ä", "B", "1=2", "C", ""));
  }

  @Test
  void whatIsNoUtf8IsMarked() {
    assertThat(ProcessTexts.environment("A=\u00E4\0")).isEqualTo(Map.of("A", "\uFFFD"));
  }

  @Test
  void theEnvironmentOfThisProcessIsThere() {
    assertThat(ProcessTexts.environment()).containsEntry("PATH", System.getenv("PATH"));
  }

  @Test
  void argumentsAreTheLastOfTheCommandLine() {
    List<String> arguments =
        ProcessTexts.arguments(
            List.of("serve", "--jwt-secret", "??", "--host=a?b"),
            Optional.of(bytes("java\0-jar\0x.jar\0serve\0--jwt-secret\0ä\0--host=a?b\0")),
            false);

    assertThat(arguments).containsExactly("serve", "--jwt-secret", "ä", "--host=a?b");
  }

  @Test
  void aCommandLineThatIsAnotherOneIsNotTaken() {
    List<String> decoded = List.of("serve", "--port", "1");

    assertThat(ProcessTexts.arguments(decoded, Optional.of(bytes("java\0-jar\0x\0dev\0")), true))
        .isEqualTo(decoded);
    assertThat(ProcessTexts.arguments(decoded, Optional.of(bytes("java\0")), true))
        .isEqualTo(decoded);
    assertThat(ProcessTexts.arguments(decoded, Optional.empty(), true)).isEqualTo(decoded);
  }

  @Test
  void aQuestionMarkInASecretIsMarkedWhereItMayStandForSomethingElse() {
    List<String> decoded =
        List.of("--jwt-secret", "a?", "--redis-url=b?", "--jwt-jwks-url", "https://c/?d");

    assertThat(ProcessTexts.arguments(decoded, Optional.empty(), false))
        .containsExactly(
            "--jwt-secret", "a\uFFFD", "--redis-url=b\uFFFD", "--jwt-jwks-url", "https://c/?d");
    assertThat(ProcessTexts.arguments(decoded, Optional.empty(), true)).isEqualTo(decoded);
  }

  /** A character for each byte, as the file is read. */
  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
