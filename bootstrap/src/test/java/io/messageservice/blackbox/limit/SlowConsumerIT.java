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
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who does not read what he is sent. */
@AlsoInCluster
final class SlowConsumerIT extends Scenario {

  private static final String LARGE = "漢".repeat(10_000);

  private final String direct = id("direct");

  @Test
  void connectionThatNeverReadsIsClosedAndNobodyElseIsHurt() {
    Client alice = connectWatching("alice");
    try (RawClient slow = RawClient.upgraded(service(), id("slow"))) {
      slow.awaitRegistered();
      Client quick = connect("slow");
      awaitPresenceTold(service()); // as long as nobody is a contact of theirs
      converse(alice, quick, direct);
      quick.close();

      await().pollInterval(Duration.ofMillis(1)).until(() -> isGoneAfterAnotherMessage(alice));

      assertThat(lastWord(slow)).isIn(1013, Closed.LOST);
    }
    Client again = keep(door("/?token=" + Tokens.of(id("slow"))).open(id("slow")));
    assertThat(alice.expectPush("userOnline").get("userId").asText()).isEqualTo(id("slow"));
    JsonNode welcome = alice.say(direct, "welcome back");
    JsonNode heard = again.expectPush("newMessage");
    while (heard.get("seq").asLong()
        < welcome.get("seq").asLong()) { // several nodes look back a bit
      heard = again.expectPush("newMessage");
    }
    assertThat(heard).isEqualTo(welcome);
  }

  private boolean isGoneAfterAnotherMessage(Client alice) {
    alice.send("sendMessage", "conversationId", direct, "content", LARGE);
    JsonNode frame = alice.next();
    boolean gone = frame.get("event").asText().equals("userOffline");
    JsonNode reply = gone ? alice.next() : frame;
    assertThat(reply.path("success").asBoolean()).as("%s", reply).isTrue();
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
