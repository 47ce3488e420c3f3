package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.AlsoInCluster;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users block others over HTTP. Services do so for anyone, and are not bound by it. */
@AlsoInCluster
final class BlockingOverHttpIT extends HttpScenario {

  private static final String SECRET = "secret-of-the-back-end-".repeat(3);

  private static final String BLOCKED = "/api/blocked";

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  private final String direct = id("direct");

  @BeforeAll
  static void start() {
    service = ServiceProcess.ready(Map.of("SERVICE_JWT_SECRET", SECRET));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  private static HttpUser billing() {
    JsonNode claims = Json.object("sub", "billing", "scope", "message-service");
    return HttpUser.with(service, Tokens.signed(claims, SECRET));
  }

  private String blocked(String name) {
    return BLOCKED + "/" + id(name);
  }

  @Test
  void whoIsBlockedNeitherSendsNorIsSentTo() {
    user("alice").post(messages(direct), "content", "hi", "receiverId", id("bob")).as(201);

    assertThat(user("alice").put(blocked("bob")).as(200))
        .isEqualTo(Json.object("userId", id("bob")));

    JsonNode refusal =
        user("bob").post(messages(direct), "content", "hi").refused(403, "forbidden");
    assertThat(refusal)
        .isEqualTo(user("eve").post(messages(direct), "content", "hi").refused(403, "forbidden"));
    user("alice").post(messages(direct), "content", "hi").refused(403, "forbidden");
    assertThat(user("bob").get(messages(direct)).as(200).get("messages")).hasSize(1);
    user("bob")
        .post(CONVERSATIONS, "kind", "group", "participants", List.of(id("alice")))
        .refused(403, "forbidden");

    assertThat(user("alice").delete(blocked("bob")).as(200))
        .isEqualTo(Json.object("userId", id("bob")));
    user("bob").post(messages(direct), "content", "hi").as(201);
  }

  @Test
  void whoIsBlockedIsListedPageByPage() {
    user("alice").put(blocked("bob")).as(200);
    user("alice").put(blocked("carol")).as(200);
    user("alice").put(blocked("carol")).as(200);

    JsonNode first = user("alice").get(BLOCKED + "?limit=1").as(200);
    JsonNode last = user("alice").get(BLOCKED + "?cursor=" + first.get("cursor").asText()).as(200);

    assertThat(first.get("userIds")).isEqualTo(Json.array(id("bob")));
    assertThat(last).isEqualTo(Json.object("userIds", List.of(id("carol"))));
    assertThat(user("bob").get(BLOCKED).as(200)).isEqualTo(Json.object("userIds", List.of()));
  }

  @Test
  void whatIsWrongIsRefused() {
    user("alice").put(blocked("alice")).refused(400, "invalid_payload");
    user("alice").put(blocked("bob"), "blockedBy", id("bob")).refused(403, "forbidden");
    user("alice").get(BLOCKED + "?blockedBy=" + id("bob")).refused(403, "forbidden");
    user("alice").get(BLOCKED + "?cursor=none").refused(400, "invalid_payload");
    user("alice").get(BLOCKED + "?limit=many").refused(400, "invalid_payload");
  }

  @Test
  void aServiceBlocksForAnyoneAndIsNotBound() {
    Client bob = connect("bob");
    user("alice").post(messages(direct), "content", "hi", "receiverId", id("bob")).as(201);
    JsonNode unused = bob.expectPush("newMessage");

    billing().put(blocked("bob"), "blockedBy", id("alice")).as(200);

    assertThat(billing().get(BLOCKED + "?blockedBy=" + id("alice")).as(200).get("userIds"))
        .isEqualTo(Json.array(id("bob")));
    user("bob").post(messages(direct), "content", "hi").refused(403, "forbidden");
    JsonNode sent =
        billing().post(messages(direct), "content", "paid", "senderId", id("alice")).as(201);
    bob.expectMessage(sent.get("message"));
    billing().delete(blocked("bob") + "?blockedBy=" + id("alice")).as(200);
    user("bob").post(messages(direct), "content", "hi").as(201);
    unused = bob.expectPush("newMessage");
  }
}
