package io.messageservice.blackbox.limit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Those who send what is broken: bytes, handshakes, frames, JSON. A failing round tells its seed,
 * and {@code -Dfuzz.seed=…} begins with it.
 */
final class GarbageIT extends Scenario {

  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime() & Integer.MAX_VALUE);
  private static final int FACTOR = Integer.getInteger("fuzz.factor", 1);
  private static final Pattern LEAK =
      Pattern.compile(
          "Exception|Error:|java\\.|messageservice\\.|undertow|\tat |Source:|SELECT|sqlite");
  private static final String SIGNS = "{}[]\",:\\u0d8ePn1-.e \t\n\u0001é😀";

  private final String direct = id("direct");
  private final String mark = id("for-two-pairs-of-eyes");

  @Test
  void garbageHarmsNobodyAndIsToldNothing() {
    Client alice = connect("alice");
    Client bob = connect("bob");
    alice.tell(id("bob"), direct, mark);
    bob.expectPush("newMessage");
    int rounds = 300 * FACTOR;

    for (long seed = SEED; seed < SEED + rounds; seed++) {
      try {
        disturb(new Random(seed));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError("again with -Dfuzz.seed=" + seed, failure);
      }
    }

    bob.hearsNothing();
    alice.say(direct, "still here");
    bob.expectPush("newMessage");
    connect("carol").say(id("elsewhere"), "hello");
    assertThat(service().output()).doesNotContain("fault", "Exception", mark);
  }

  private void disturb(Random random) {
    try (RawClient mallory = new RawClient(service())) {
      String request = RawClient.request("/?token=" + Tokens.of(id("mallory")));
      switch (random.nextInt(8)) {
        case 0 -> mallory.send(noise(random, 200));
        case 1 -> mallory.send(spoiled(request, random).getBytes(ISO_8859_1));
        case 2 -> {
          mallory.send(request.getBytes(ISO_8859_1)).readHead();
          mallory.send(noise(random, 200));
        }
        default -> {
          mallory.send(request.getBytes(ISO_8859_1)).readHead();
          speak(mallory, random);
        }
      }
    } catch (UncheckedIOException ended) {
      // the server was faster
      assertThat(ended.getCause()).isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  private void speak(RawClient mallory, Random random) {
    for (int i = 0; i < 20; i++) {
      mallory.sendText(garbage(random));
    }
    mallory.sendText("{\"event\":\"ping\",\"ref\":\"the end\"}");
    JsonNode answer = mallory.readJson();
    while (!answer.path("ref").asText().equals("the end")) {
      assertThat(answer.toString()).doesNotContain(mark).doesNotContainPattern(LEAK);
      assertThat(answer.path("code").asText()).isNotIn("internal", "unavailable");
      answer = mallory.readJson();
    }
  }

  private String garbage(Random random) {
    String[] events = {
      "sendMessage",
      "joinConversation",
      "leaveConversation",
      "markAsRead",
      "typing",
      "markConversationAsRead",
      "fetchMessages",
      "listConversations",
      "pong",
      "selfDestruct"
    };
    String room = random.nextBoolean() ? direct : id("room");
    String text =
        "{\"event\":\""
            + events[random.nextInt(events.length)]
            + "\",\"payload\":{\"conversationId\":\""
            + room
            + "\",\"content\":\"x\",\"messageId\":\"m\",\"isTyping\":true,\"limit\":9,"
            + "\"attachments\":[{\"fileUrl\":\"/a\",\"fileName\":\"a\",\"fileType\":\"b\","
            + "\"fileSize\":1,\"metadata\":{\"k\":[1.50,null]}}]}}";
    for (int left = random.nextInt(4); left > 0; left--) {
      text = spoiled(text, random);
    }
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  /** With a few signs changed, put in, or left out. */
  private static String spoiled(String text, Random random) {
    int at = random.nextInt(text.length());
    int to = at + random.nextInt(Math.min(8, text.length() - at));
    int sign = random.nextInt(SIGNS.length());
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + text.substring(to);
      case 1 -> text.substring(0, at) + SIGNS.substring(sign, sign + 1) + text.substring(to);
      default -> text.substring(0, to) + text.substring(at);
    };
  }

  private static byte[] noise(Random random, int most) {
    byte[] noise = new byte[random.nextInt(most)];
    random.nextBytes(noise);
    return noise;
  }
}
