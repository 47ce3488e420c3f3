package io.messageservice.blackbox.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.RawClient.RawFrame;
import io.messageservice.blackbox.Scenario;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** Who does not read what he is sent. */
@AlsoInCluster
final class SlowConsumerIT extends Scenario {

  private static final int ENOUGH = 3_000;

  private final String direct = id("direct");

  @Test
  void connectionThatNeverReadsIsClosedAndNobodyElseIsHurt() {
    Client alice = connectWatching("alice");
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      Client quick = connect("slow");
      converse(alice, quick, direct);
      quick.close();
      awaitPresenceTold(service());

      assertThat(saysUntilHeIsGone(alice)).as("he is offline").isTrue();

      assertThat(lastWord(slow)).isIn(1013, Closed.LOST);
    }
    Client again = connect("slow");
    assertThat(alice.expectPush("userOnline").get("userId").asText()).isEqualTo(id("slow"));
    JsonNode welcome = alice.say(direct, "welcome back");
    JsonNode heard = again.expectPush("newMessage");
    while (heard.get("seq").asLong()
        < welcome.get("seq").asLong()) { // several nodes look back a bit
      heard = again.expectPush("newMessage");
    }
    assertThat(heard).isEqualTo(welcome);
  }

  private boolean saysUntilHeIsGone(Client alice) {
    String large = "漢".repeat(10_000);
    boolean gone = false;
    for (int i = 0; i < ENOUGH && !gone; i++) {
      alice.send("sendMessage", "conversationId", direct, "content", large);
      JsonNode frame = alice.next();
      if (frame.get("event").asText().equals("userOffline")) {
        gone = true;
        frame = alice.next();
      }
      assertThat(frame.path("success").asBoolean()).as("%s", frame.path("error")).isTrue();
    }
    return gone;
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
