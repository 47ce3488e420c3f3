package io.messageservice.kill;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Tokens;
import java.net.URI;
import java.util.Optional;

/**
 * Sends messages one after another, each when the one before is acknowledged. Each says a word of
 * its own that is found again in a trace; started by {@code scripts/fsync-test}.
 */
public final class Proofs {

  private Proofs() {}

  /** The port and how many messages. */
  public static void main(String[] arguments) throws InterruptedException {
    int count = Integer.parseInt(arguments[1]);
    String token = Tokens.of("witness");
    JsonSocket socket =
        new JsonSocket(
            "witness", URI.create("ws://127.0.0.1:" + arguments[0] + "/?token=" + token));
    for (int i = 1; i <= count; i++) {
      String word = String.format("proof-%04d", i);
      Optional<JsonNode> reply =
          socket.ask("sendMessage", "conversationId", "proofs", "content", word);
      if (reply.isEmpty() || !reply.get().path("success").asBoolean()) {
        throw new IllegalStateException("not acknowledged: " + reply);
      }
    }
    socket.close();
    System.exit(0);
  }
}
