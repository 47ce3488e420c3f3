package io.messageservice.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class LoadTokenTest {

  @Test
  void namesTheUserAndIsSigned() {
    String[] parts = LoadToken.of("ann").split("\\.", -1);

    assertThat(parts).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), US_ASCII))
        .isEqualTo("{\"sub\":\"ann\"}");
    assertThat(Base64.getUrlDecoder().decode(parts[2])).hasSize(32);
  }
}
