package io.messageservice.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.messageservice.application.fuzz.Fuzz;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.command.FrameDecoder;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** JSON that is broken in all ways, against the decoder and against everything behind it. */
final class JsonFuzzTest {

  private static final ObjectMapper JSON =
      new ObjectMapper(Json.readingUpTo(Limits.DEFAULT_MAX_DEPTH))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Set<String> CODES =
      Stream.of(Refusal.Code.values())
          .map(code -> code.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  private static final Pattern LEAK =
      Pattern.compile(
          "Exception|Error:|java\\.|jackson|messageservice|\tat |Source:|SELECT|sqlite");

  private static final String MARK = "for-two-pairs-of-eyes";

  private final FrameDecoder decoder = new FrameDecoder(Limits.DEFAULT);

  @Test
  void whatIsNoEnvelopeIsRefusedAndWhatIsOneIsUnderstood() {
    Fuzz.rounds(
        "decoder",
        20_000,
        random -> {
          byte[] frame = new Garbage(random).frame("room");

          ClientFrame decoded = decoder.decode(frame, 0, frame.length);

          String text = new String(frame, StandardCharsets.UTF_8);
          boolean refused = decoded.event() == null && decoded.command() instanceof Command.Invalid;
          if (isEnvelope(tree(frame)) ? refused && !text.contains("\\u") : !refused) {
            throw new AssertionError((refused ? "refused: " : "taken: ") + text);
          }
        });
  }

  @Test
  void anArrayIsAsManyFramesAsItHasElementsOrOneError() {
    Fuzz.rounds(
        "arrays",
        20_000,
        random -> {
          byte[] frame = new Garbage(random).array("room");

          List<ClientFrame> decoded = decoder.decodeArray(frame, 0, frame.length);

          JsonNode tree = tree(frame);
          if (tree != null && tree.isArray() && !tree.isEmpty()) {
            assertEach(tree, decoded, new String(frame, StandardCharsets.UTF_8));
          } else {
            assertThat(decoded)
                .singleElement()
                .extracting(ClientFrame::command)
                .isInstanceOf(Command.Invalid.class);
          }
        });
  }

  private static void assertEach(JsonNode tree, List<ClientFrame> decoded, String text) {
    assertThat(decoded).as(text).hasSameSizeAs(tree);
    for (int i = 0; i < tree.size(); i++) {
      boolean refused = decoded.get(i).event() == null;
      if (isEnvelope(tree.get(i)) ? refused && !text.contains("\\u") : !refused) {
        throw new AssertionError((refused ? "refused: " : "taken: ") + tree.get(i));
      }
    }
  }

  private static @Nullable JsonNode tree(byte[] frame) {
    try {
      return JSON.readTree(frame);
    } catch (IOException malformed) {
      return null;
    }
  }

  private static boolean isEnvelope(@Nullable JsonNode tree) {
    return tree != null && tree.isObject() && tree.path("event").isTextual();
  }

  @Test
  void everyFrameIsAnsweredOnceAndTheAnswerTellsNothingAndTheOthersAreUnharmed() {
    Fuzz.rounds(
        "sessions",
        500,
        random -> {
          OneThread service = new OneThread(AccessPolicy.OPEN);
          OneThread.Peer ann = service.new Peer("ann");
          OneThread.Peer bob = service.new Peer("bob");
          OneThread.Peer mallory = service.new Peer("mallory");
          Garbage garbage = new Garbage(random);
          ann.says(message(", \"receiverId\":\"bob\""));
          ann.heard();
          bob.heard();

          for (int i = 0; i < 30; i++) {
            byte[] frame = garbage.frame(random.nextBoolean() ? "pair" : "room");
            mallory.says(frame);
            assertAnswered(frame, mallory.heard());
          }
          mallory.goes();

          assertThat(ann.heard()).isEmpty();
          ann.says(message(""));
          assertThat(bob.heard()).hasSize(1);
          assertThat(service.faults).isEmpty();
        });
  }

  private static byte[] message(String more) {
    String frame =
        "{\"event\":\"sendMessage\",\"payload\":{\"conversationId\":\"pair\",\"content\":\""
            + MARK
            + "\""
            + more
            + "}}";
    return frame.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertAnswered(byte[] frame, List<byte[]> heard) throws IOException {
    String asked = new String(frame, StandardCharsets.UTF_8);
    int answers = 0;
    for (byte[] one : heard) {
      JsonNode answer = JSON.readTree(one);
      answers += answer.has("success") ? 1 : 0;
      boolean good = answer.path("success").asBoolean(true);
      if (!good && !CODES.contains(answer.path("code").asText())) {
        throw new AssertionError("no code: " + answer);
      }
      if (LEAK.matcher(answer.toString()).find() || answer.toString().contains(MARK)) {
        throw new AssertionError("a leak to " + asked + ": " + answer);
      }
      if (answer.path("code").asText().equals("internal")) {
        throw new AssertionError("a fault by " + asked);
      }
    }
    boolean mayBeSilent = asked.contains("ng"); // typing, ping, pong
    if (answers > 1 || (answers == 0 && !mayBeSilent)) {
      throw new AssertionError(answers + " answers to " + asked);
    }
  }
}
