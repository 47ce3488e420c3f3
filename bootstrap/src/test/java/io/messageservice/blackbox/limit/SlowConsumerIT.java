package io.messageservice.blackbox.limit;

import static io.messageservice.application.waiting.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.RawFrame;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Clients that do not read what is sent to them. */
@AlsoInCluster
final class SlowConsumerIT extends Scenario {

  private static final String LARGE = "漢".repeat(10_000);

  /** More than the kernel takes and may wait for one connection together. */
  private static final int ENOUGH = 120;

  private final String direct = id("direct");

  @Test
  void connectionThatNeverReadsIsClosedAndNobodyElseIsHurt() {
    Client alice = connect("alice");
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.awaitRegistered();
      Client quick = connect("slow");
      converse(alice, quick, direct);
      await().until(() -> isOnline(alice, id("slow")));
      quick.close();

      for (int said = 0; said < ENOUGH; said++) {
        alice.say(direct, LARGE);
      }

      await().until(() -> !isOnline(alice, id("slow")));
      assertThat(lastWord(slow)).isIn(1013, Closed.LOST);
    }
    await().until(() -> receivesAgain(alice));
  }

  /**
   * Whether the slow user comes back and receives. Several nodes look back a bit, and what they
   * send at once may be too much for the connection: then it is opened again.
   */
  private boolean receivesAgain(Client alice) {
    Client again = door("/?token=" + Tokens.of(id("slow"))).open(id("slow"));
    try {
      again.send("ping");
      skipTo(again, frame -> frame.path("event").asText().equals("pong"));
      JsonNode welcome = alice.say(direct, "welcome back");
      skipTo(again, frame -> frame.path("data").equals(welcome));
      keep(again);
      return true;
    } catch (AssertionError | CompletionException closed) {
      again.abort();
      return false;
    }
  }

  private static void skipTo(Client client, Predicate<JsonNode> wanted) {
    while (!wanted.test(client.next())) {
      // messages of before
    }
  }

  /**
   * Reads what had been sent until the close, which stands at the end of it; the server need not
   * wait longer than two seconds for that.
   */
  private static int lastWord(RawClient slow) {
    try {
      RawFrame frame = slow.read();
      while (frame.opcode() != RawClient.CLOSE) {
        frame = slow.read();
      }
      return frame.code();
    } catch (UncheckedIOException e) {
      return Closed.LOST;
    }
  }
}
