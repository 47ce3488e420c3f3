package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Services;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input of each route that the document has gets one clear error, and nothing is lost by it.
 */
final class EachRouteIT extends HttpScenario {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final String TOO_LONG = "x".repeat(129);

  private String conversation = "";
  private JsonNode before = NullNode.getInstance();

  /** A method at a path whose names stand in braces. */
  record DocumentedRoute(String method, String path, boolean takesBody) {

    /** The path with something for each name. */
    String with(String conversation, String user) {
      return path.replace("{conversationId}", conversation)
          .replace("{userId}", user)
          .replace("{messageId}", "none")
          .replace("{eventId}", "e-0000000000000001-ffffff")
          .replace("{reaction}", "%F0%9F%91%8D");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Stream<DocumentedRoute> routes() {
    return HttpContract.DOCUMENT.get("paths").properties().stream()
        .filter(path -> path.getKey().startsWith("/api/"))
        .flatMap(path -> path.getValue().properties().stream().map(member -> route(path, member)))
        .filter(route -> METHODS.contains(route.method().toLowerCase(Locale.ROOT)));
  }

  private static DocumentedRoute route(
      Map.Entry<String, JsonNode> path, Map.Entry<String, JsonNode> member) {
    return new DocumentedRoute(
        member.getKey().toUpperCase(Locale.ROOT),
        path.getKey(),
        member.getValue().has("requestBody"));
  }

  static Stream<DocumentedRoute> routesWithBody() {
    return routes().filter(DocumentedRoute::takesBody);
  }

  static Stream<DocumentedRoute> routesOfConversations() {
    return routes().filter(route -> route.path().contains("{conversationId}"));
  }

  @Override
  public ServiceProcess service() {
    return Services.strict();
  }

  @BeforeEach
  void talk() {
    conversation = id("talk");
    user("alice").post(messages(conversation), "content", "hi", "receiverId", id("bob")).as(201);
    before = user("alice").get(CONVERSATIONS).as(200).get("conversations");
    assertThat(before).hasSize(1);
  }

  @AfterEach
  void nothingIsLost() {
    assertThat(user("alice").get(CONVERSATIONS).as(200).get("conversations")).isEqualTo(before);
    assertThat(user("alice").get(messages(conversation)).as(200).get("messages")).hasSize(1);
  }

  private HttpUser.Answer ask(HttpUser user, DocumentedRoute route) {
    return ask(user, route, route.takesBody() ? "{}" : "");
  }

  private HttpUser.Answer ask(HttpUser user, DocumentedRoute route, String body) {
    return user.header("Content-Type", "application/json")
        .ask(
            route.method(),
            route.with(conversation, id("carol")),
            body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void noTokenIs401(DocumentedRoute route) {
    ask(HttpUser.nobody(service()), route).refused(401, "unauthenticated");
    ask(HttpUser.with(service(), "bad"), route).refused(401, "unauthenticated");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aHeadThatIsTooLargeIs431(DocumentedRoute route) {
    ask(user("alice").header("X-Padding", "x".repeat(9_000)), route).refused(431, "too_large");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void aPageOfAnotherOriginIs403(DocumentedRoute route) {
    ask(user("alice").header("Origin", "https://evil.example"), route).refused(403, "forbidden");
  }

  @ParameterizedTest
  @MethodSource("routes")
  void anotherMethodIs405(DocumentedRoute route) {
    String path = route.with(conversation, id("carol"));

    HttpUser.Answer answer = user("alice").ask("BREW", path, BodyPublishers.noBody());

    JsonNode unused = answer.refused(405, "method_not_allowed");
    assertThat(answer.header("allow")).contains(route.method());
  }

  @ParameterizedTest
  @MethodSource("routesOfConversations")
  void anIdThatIsNoneIs400(DocumentedRoute route) {
    for (String id : Set.of("%00", "%C2%80", TOO_LONG)) {
      user("alice")
          .json(route.method(), route.with(id, id("carol")), "{\"content\":\"hi\"}")
          .refused(400, "invalid_payload");
    }
    for (String id : Set.of("%FF", "%ED%A0%80", "%C0%AF")) {
      user("alice")
          .json(route.method(), route.with(id, id("carol")), "{}")
          .refused(400, "invalid_format");
    }
  }

  @ParameterizedTest
  @MethodSource("routesWithBody")
  void aBodyThatIsNoObjectIs400(DocumentedRoute route) {
    String deep = "{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}";
    for (String body : Set.of("{", "null", "[]", "[{}]", "{} x", "{\"x\":\"\\ud83d\"}", deep)) {
      ask(user("alice"), route, body).refused(400, "invalid_format");
    }
    ask(user("alice"), route, "{\"x\":\"\\u0000\"}").refused(400, "invalid_payload");
  }

  @ParameterizedTest
  @MethodSource("routesWithBody")
  void aBodyThatIsTooLargeIs413(DocumentedRoute route) {
    String body = text("content", "x".repeat(300_000));
    HttpUser alice = user("alice");

    ask(alice, route, body).refused(413, "too_large");
    alice
        .header("Content-Type", "application/json")
        .ask(
            route.method(),
            route.with(conversation, id("carol")),
            BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
        .refused(413, "too_large");
  }

  @ParameterizedTest
  @MethodSource("routesWithBody")
  void aBodyOfAnotherTypeIs415(DocumentedRoute route) {
    String path = route.with(conversation, id("carol"));

    user("alice")
        .header("Content-Type", "text/plain")
        .ask(route.method(), path, BodyPublishers.ofString("{}"))
        .refused(415, "unsupported_media_type");
    user("alice")
        .header("Content-Type", "application/json")
        .header("Content-Encoding", "gzip")
        .ask(route.method(), path, BodyPublishers.ofString("{}"))
        .refused(415, "unsupported_media_type");
  }
}
