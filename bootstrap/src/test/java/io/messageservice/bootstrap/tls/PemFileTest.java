package io.messageservice.bootstrap.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFileTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aKeyInThePlaceOfItsFileIsNotRepeated() {
    for (Path misplaced : new Path[] {Path.of("hidden"), folder.resolve("hidden")}) {
      assertThatThrownBy(() -> new PemFile("TLS_KEY", misplaced).text())
          .isInstanceOf(UnusableTls.class)
          .hasMessageStartingWith("TLS_KEY cannot be read")
          .hasMessageNotContaining("hidden");
    }
  }
}
