package io.messageservice.client.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentedExampleTest {

  @Test
  void pageShowsTheExampleThatCompiles() throws IOException {
    String page = Files.readString(Path.of("../docs/clients.md"));
    String example =
        Files.readString(
            Path.of("src/test/java/io/messageservice/client/example/ChatExample.java"));

    int begin = page.indexOf("```java\n") + "```java\n".length();
    String shown = page.substring(begin, page.indexOf("```", begin));

    assertThat(example).endsWith(shown);
    assertThat(shown).startsWith("import ");
  }
}
