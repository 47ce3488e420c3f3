package io.messageservice.blackbox.connecting;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.AlsoOverSse;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.Scenario;
import io.messageservice.blackbox.Tokens;
import io.messageservice.blackbox.WebSocketOnly;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens: where they come from, which are taken, and what is said to the others. */
@AlsoOverSse
final class ConnectingIT extends Scenario {

  private static final String REQUIRED = "authentication required";
  private static final String FAILED = "authentication failed";
  private static final String EXPIRED = "token expired";

  private final String lobby = id("lobby");

  private Client withToken(String token) {
    return keep(door("/?token=" + token).open(id("somebody")));
  }

  private Closed refusal(String token) {
    return withToken(token).expectClosed();
  }

  private String senderFor(String token) {
    return withToken(token).say(lobby, "it is me").get("senderId").asText();
  }

  @Test
  @WebSocketOnly("both paths are its own")
  void bothPathsAreTheSameEndpoint() {
    Client alice = keep(door("/ws?token=" + Tokens.of(id("alice"))).open(id("alice")));
    Client bob = keep(door("/?token=" + Tokens.of(id("bob"))).open(id("bob")));
    bob.join(lobby);

    JsonNode message = alice.say(lobby, "from the other door");

    bob.expectMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws"})
  void tokenMayComeInTheHeader(String path) {
    Client alice =
        keep(
            door(path)
                .header("Authorization", "Bearer " + Tokens.of(id("alice")))
                .open(id("alice")));

    assertThat(alice.say(lobby, "hello").get("senderId").asText()).isEqualTo(id("alice"));
  }

  @Test
  void tokenOfTheQueryWins() {
    Client alice =
        keep(
            door("/?token=" + Tokens.of(id("alice")))
                .header("Authorization", "Bearer " + Tokens.of(id("bob")))
                .open(id("alice")));

    assertThat(alice.say(lobby, "hello").get("senderId").asText()).isEqualTo(id("alice"));
  }

  @Test
  void badTokenOfTheQueryWinsToo() {
    Client client =
        keep(
            door("/?token=rubbish")
                .header("Authorization", "Bearer " + Tokens.of(id("bob")))
                .open(id("bob")));

    assertThat(client.expectClosed()).isEqualTo(new Closed(1008, FAILED));
  }

  @Test
  void otherParametersOfTheQueryAreIgnored() {
    Client alice =
        keep(door("/?v=1&token=" + Tokens.of(id("alice")) + "&x=%20y").open(id("alice")));

    assertThat(alice.say(lobby, "hello").get("senderId").asText()).isEqualTo(id("alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ws", "/?token=", "/?other=1"})
  void withoutATokenTheUpgradeSucceedsAndIsClosedAtOnce(String target) {
    Client client = keep(door(target).open("nobody"));

    assertThat(client.expectClosed()).isEqualTo(new Closed(1008, REQUIRED));
  }

  @Test
  void badTokensAreRefused() {
    ObjectNode alice = Json.object("sub", id("alice"));

    assertThat(refusal("rubbish")).isEqualTo(new Closed(1008, FAILED));
    assertThat(refusal("a.b.c")).isEqualTo(new Closed(1008, FAILED));
    assertThat(refusal(Tokens.signed(alice, "another-secret-".repeat(3))))
        .isEqualTo(new Closed(1008, FAILED));
    assertThat(refusal(Tokens.unsigned(alice))).isEqualTo(new Closed(1008, FAILED));
    assertThat(refusal(Tokens.of(id("alice")) + "x")).isEqualTo(new Closed(1008, FAILED));
  }

  @Test
  void longerMacIsTakenWhereTheSecretAllowsIt() {
    assertThat(senderFor(Tokens.signed512(Json.object("sub", id("alice"))))).isEqualTo(id("alice"));
  }

  @Test
  void tokenThatIsNotYetValidIsRefusedButForTheSkew() {
    ObjectNode soon = Json.object("sub", id("alice"), "nbf", Tokens.secondsFromNow(10));
    ObjectNode later = Json.object("sub", id("alice"), "nbf", Tokens.secondsFromNow(300));

    assertThat(senderFor(Tokens.signed(soon))).isEqualTo(id("alice"));
    assertThat(refusal(Tokens.signed(later))).isEqualTo(new Closed(1008, FAILED));
  }

  @Test
  void expiredTokenIsRefusedByName() {
    ObjectNode past = Json.object("sub", id("alice"), "exp", Tokens.secondsFromNow(-300));

    assertThat(refusal(Tokens.signed(past))).isEqualTo(new Closed(1008, EXPIRED));
  }

  @Test
  void tokenMayLackAnExpiryOrBeWithinTheSkewOfIt() {
    assertThat(service()).as("started before the token is made").isNotNull();
    ObjectNode past = Json.object("sub", id("alice"), "exp", Tokens.secondsFromNow(-5));
    ObjectNode ahead = Json.object("sub", id("alice"), "exp", Tokens.secondsFromNow(3600));

    assertThat(senderFor(Tokens.signed(past))).isEqualTo(id("alice"));
    closeAll();
    assertThat(senderFor(Tokens.signed(ahead))).isEqualTo(id("alice"));
  }

  @Test
  void liveConnectionEndsWhenTheSkewAfterTheExpiryIsOver() {
    assertThat(service()).as("started before the token is made").isNotNull();
    ObjectNode ending = Json.object("sub", id("alice"), "exp", Tokens.secondsFromNow(-20));
    Client alice = withToken(Tokens.signed(ending));
    alice.say(lobby, "not much time left");

    assertThat(alice.expectClosed()).isEqualTo(new Closed(1008, EXPIRED));
  }

  @Test
  void missingOrEmptySubjectIsRefused() {
    assertThat(refusal(Tokens.signed(Json.object("name", "Alice"))))
        .isEqualTo(new Closed(1008, FAILED));
    assertThat(refusal(Tokens.of(""))).isEqualTo(new Closed(1008, FAILED));
  }

  @Test
  void numberAsSubjectIsTakenAsItsDecimalText() {
    long number = ThreadLocalRandom.current().nextLong(1L << 53);

    assertThat(senderFor(Tokens.signed(Json.object("sub", number))))
        .isEqualTo(Long.toString(number));
  }

  @Test
  void subjectHasAtMost128Characters() {
    String longest = id("x".repeat(128 - id("").length()));

    assertThat(senderFor(Tokens.of(longest))).isEqualTo(longest);
    assertThat(refusal(Tokens.of(longest + "x"))).isEqualTo(new Closed(1008, FAILED));
  }

  @ParameterizedTest
  @CsvSource({
    "username+name+email, the-username",
    "name+email, the-name",
    "email, the-email",
    "username+email, the-username"
  })
  void displayNameIsTheFirstPresent(String present, String expected) {
    ObjectNode claims = Json.object("sub", id("alice"));
    for (String claim : present.split("\\+", -1)) {
      claims.put(claim, "the-" + claim);
    }

    assertThat(nameShownFor(claims)).isEqualTo(expected);
  }

  @Test
  void displayNameIsTheSubjectWhereThereIsNoOther() {
    assertThat(nameShownFor(Json.object("sub", id("alice")))).isEqualTo(id("alice"));
  }

  @Test
  void displayNameIsCutAndFreedOfControlCharacters() {
    ObjectNode longName = Json.object("sub", id("alice"), "username", "n".repeat(200));
    assertThat(nameShownFor(longName)).isEqualTo("n".repeat(128));
    closeAll();

    ObjectNode dirty = Json.object("sub", id("alice"), "username", "Al\u0007i\nce\u0000");
    assertThat(nameShownFor(dirty)).isEqualTo("Alice");
  }

  private String nameShownFor(ObjectNode claims) {
    Client alice = keep(door("/?token=" + Tokens.signed(claims)).open(id("alice")));
    Client bob = connect("bob");
    alice.join(lobby);
    bob.join(lobby);

    alice.send("typing", "conversationId", lobby, "isTyping", true);

    String name = bob.expectPush("userTyping").get("username").asText();
    alice.send("typing", "conversationId", lobby, "isTyping", false);
    assertThat(bob.expectPush("userTyping").get("isTyping").asBoolean()).isFalse();
    return name;
  }

  @Test
  @WebSocketOnly("it is about the handshake")
  void originMayBeAbsentOrTheSameHostOnAnyPort() {
    assertThat(statusFor("Origin: http://127.0.0.1")).isEqualTo(101);
    assertThat(statusFor("Origin: https://127.0.0.1:3000")).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://127.0.0.1.evil.example",
        "https://app.example"
      })
  @WebSocketOnly("it is about the handshake")
  void anyOtherOriginIsForbidden(String origin) {
    assertThat(statusFor("Origin: " + origin)).isEqualTo(403);
  }

  private int statusFor(String line) {
    try (RawClient raw = new RawClient(service())) {
      return raw.handshake("/?token=" + Tokens.of(id("alice")), line).status();
    }
  }

  @Test
  @WebSocketOnly("it is about close frames")
  void refusalsCanBeReadByAnyClient() {
    for (Map.Entry<String, String> refusal :
        Map.of("/", REQUIRED, "/ws?token=x", FAILED).entrySet()) {
      try (RawClient raw = new RawClient(service())) {
        assertThat(raw.handshake(refusal.getKey()).status()).isEqualTo(101);
        assertThat(raw.readClose()).isEqualTo(new Closed(1008, refusal.getValue()));
        assertThat(raw.endsByFin()).isTrue();
      }
    }
  }

  @Test
  @WebSocketOnly("a refused stream has no session to post to")
  void nothingIsCarriedOutForARefusedConnection() {
    Client bob = connect("bob");
    bob.join(lobby);
    try (RawClient raw = new RawClient(service())) {
      raw.send(RawClient.request("/").getBytes(ISO_8859_1));
      raw.send(Client.command("sendMessage", "conversationId", lobby, "content", "let me in"));
      assertThat(raw.readHead().status()).isEqualTo(101);
      assertThat(raw.readClose().code()).isEqualTo(1008);
    }

    assertThat(bob.say(lobby, "alone").get("seq").asLong()).isEqualTo(1);
  }
}
