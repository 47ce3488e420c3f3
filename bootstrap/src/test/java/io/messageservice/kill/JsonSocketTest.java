package io.messageservice.kill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.EndingServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonSocketTest {

  /** Takes long to parse: the end of the connection comes meanwhile. */
  private static final byte[] LARGE =
      """
      {"event": "newMessage", "data": {"id": "1", "content": "", "senderId": "user-1",
       "conversationId": "lobby", "createdAt": "2026-11-23T12:00:00.123Z", "seq": 1, "rev": 1,
       "attachments": [{"fileUrl": "/f", "fileName": "f", "fileType": "", "fileSize": 1,
       "metadata": [1]}]}}
      """
          .replace("[1]", "[" + "1,".repeat(2_000_000) + "1]")
          .getBytes(US_ASCII);

  @Test
  void anEndThatComesWhileAFrameIsHandledIsNoticed() throws Exception {
    try (EndingServer server = new EndingServer(LARGE)) {
      JsonSocket socket = new JsonSocket("user-0", server.address());

      Optional<JsonNode> next = socket.next();
      if (next.isPresent()) { // the JDK may also report the end before the frame is whole
        next = socket.next();
      }

      assertThat(next).isEmpty();
      socket.close();
    }
  }
}
