package io.messageservice.kill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.blackbox.EndingServer;
import org.junit.jupiter.api.Test;

final class WireTest {

  /** Takes long to parse: the end of the connection comes meanwhile. */
  private static final byte[] LARGE = ("[" + "1,".repeat(2_000_000) + "1]").getBytes(US_ASCII);

  @Test
  void anEndThatComesWhileAFrameIsHandledIsNoticed() throws Exception {
    try (EndingServer server = new EndingServer(LARGE)) {
      Wire wire = new Wire("user-0", server.address());

      assertThat(wire.next()).isPresent();
      assertThat(wire.next()).isEmpty();
      wire.close();
    }
  }
}
