package io.messageservice.bootstrap.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads where a port cannot be opened. */
final class PortProblemTest {

  @ParameterizedTest
  @CsvSource({
    "Address already in use, PORT 8001 is in use",
    "Permission denied, PORT 8001 may not be opened by this user",
    "Cannot assign requested address, PORT 8001 cannot be opened: Cannot assign requested address",
  })
  void theReasonOfTheSystemIsTold(String reason, String line) {
    assertThat(PortProblem.line("PORT", 8001, new BindException(reason))).isEqualTo(line);
  }

  @Test
  void otherReasonsAreOneLine() {
    assertThat(PortProblem.line("PORT", 8001, new SocketException("Too many\nopen files")))
        .isEqualTo("PORT 8001 cannot be opened: Too many?open files");
    assertThat(PortProblem.line("PORT", 8001, new IOException()))
        .isEqualTo("PORT 8001 cannot be opened: no reason given");
  }
}
