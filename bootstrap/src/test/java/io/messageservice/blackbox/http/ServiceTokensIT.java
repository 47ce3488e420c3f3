package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.Client;
import io.messageservice.blackbox.Heard.Closed;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens of the back end: for anyone, over HTTP, and nowhere else. */
final class ServiceTokensIT extends HttpScenario {

  static final String SECRET = "secret-of-the-back-end-".repeat(3);

  @SuppressWarnings("NullAway.Init")
  private static ServiceProcess service;

  @BeforeAll
  static void start() {
    service =
        ServiceProcess.ready(
            Map.of(
                "SERVICE_JWT_SECRET", SECRET,
                "RATE_LIMIT", "1/h,200",
                "CONVERSATION_ACCESS", "members",
                "PRESENCE_AUDIENCE", "contacts"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  public ServiceProcess service() {
    return service;
  }

  static String token(String scope, String secret) {
    return Tokens.signed(Json.object("sub", "billing", "scope", scope), secret);
  }

  private static HttpUser billing() {
    return HttpUser.with(service, token("other message-service", SECRET));
  }

  @Test
  void aServiceSendsMessagesOfTheSystemAndReactsForAnyone() {
    String group =
        user("alice")
            .post(CONVERSATIONS, "participants", List.of(id("bob")))
            .as(201)
            .at("/conversation/conversationId")
            .asText();

    JsonNode sent =
        billing()
            .post(
                messages(group),
                "content",
                "invoice paid",
                "type",
                "systemInvoice",
                "mentions",
                "all",
                "senderId",
                id("alice"))
            .as(201)
            .get("message");
    String reaction = "/api/messages/" + sent.get("id").asText() + "/reactions/ok";
    billing().put(reaction, "userId", id("bob")).as(200);

    assertThat(sent.get("type").asText()).isEqualTo("systemInvoice");
    JsonNode listed = user("bob").get(CONVERSATIONS).as(200).get("conversations").get(0);
    assertThat(listed.get("unread").asInt()).isZero();
    assertThat(listed.at("/lastMessage/reactions/0/userIds")).isEqualTo(Json.array(id("bob")));
    billing().delete(reaction + "?userId=" + id("bob")).as(200);
    assertThat(user("bob").get(messages(group)).as(200).at("/messages/0").has("reactions"))
        .isFalse();
  }

  @Test
  void aServiceMakesSendsReadsAndRemovesForAnyone() {
    Client alice = connect("alice");
    String group = id("chosen");

    JsonNode made =
        billing()
            .post(
                CONVERSATIONS,
                "conversationId",
                group,
                "createdBy",
                id("alice"),
                "participants",
                List.of(id("bob")))
            .as(201)
            .get("conversation");
    JsonNode sent =
        billing()
            .post(messages(group), "content", "welcome", "senderId", id("bob"))
            .as(201)
            .get("message");

    assertThat(made.get("conversationId").asText()).isEqualTo(group);
    assertThat(sent.get("senderId").asText()).isEqualTo(id("bob"));
    alice.expectMessage(sent);
    assertThat(billing().get(messages(group)).as(200).get("messages")).hasSize(1);
    JsonNode marked = billing().put(at(group) + "/read", "userId", id("alice")).as(200);
    assertThat(marked.get("updatedCount").asInt()).isEqualTo(1);
    assertThat(alice.expectPush("messageReadStatusChanged").get("userId").asText())
        .isEqualTo(id("alice"));
    JsonNode unused = alice.expectPush("conversationReadStatusChanged");
    assertThat(
            billing()
                .get(CONVERSATIONS + "?userId=" + id("alice"))
                .as(200)
                .get("conversations")
                .get(0)
                .get("unread")
                .asInt())
        .isZero();
    assertThat(billing().delete(at(group) + "/participants/" + id("bob")).as(200))
        .isEqualTo(Json.object("removed", true));
    billing().get(at(id("nothing"))).refused(404, "not_found");
    billing().put(at(id("nothing")) + "/read", "userId", id("alice")).refused(404, "not_found");
    billing().put(at(group) + "/read", "userId", id("eve")).refused(403, "forbidden");
  }

  @Test
  void aServiceChangesMessagesOfAnyone() {
    JsonNode sent =
        billing()
            .post(
                messages(id("c")),
                "content",
                "hi",
                "senderId",
                id("bob"),
                "receiverId",
                id("alice"))
            .as(201)
            .get("message");
    String path = "/api/messages/" + sent.get("id").asText();

    JsonNode edited = billing().patch(path, "content", "hello").as(200).get("message");
    JsonNode deleted = billing().delete(path + "?userId=" + id("bob")).as(200).get("message");

    assertThat(edited.get("senderId").asText()).isEqualTo(id("bob"));
    assertThat(deleted.get("deletedBy").asText()).isEqualTo(id("bob"));
    user("alice").delete(path + "?userId=" + id("bob")).refused(403, "forbidden");
  }

  @Test
  void aUserMayNotSpeakForAnother() {
    user("alice")
        .post(messages(id("c")), "content", "hi", "senderId", id("bob"))
        .refused(403, "forbidden");
  }

  @Test
  void keyAndScopeAreBothNeeded() {
    for (String bad :
        List.of(
            token("message-service-admin", SECRET),
            Tokens.signed(Json.object("sub", "billing"), SECRET),
            token("message-service", "another-secret-".repeat(4)))) {
      HttpUser.with(service, bad).get(CONVERSATIONS).refused(401, "unauthenticated");
    }
    HttpUser scopedUser =
        HttpUser.with(
            service, Tokens.signed(Json.object("sub", id("alice"), "scope", "message-service")));
    scopedUser
        .post(messages(id("c")), "content", "hi", "senderId", id("bob"))
        .refused(403, "forbidden");
  }

  @Test
  void noServiceTokenOpensASocket() {
    String token = token("message-service", SECRET);

    Client byHeader =
        new Client.Door(service.own("/")).header("Authorization", "Bearer " + token).open("x");
    Client byQuery = new Client.Door(service.own("/?token=" + token)).open("x");
    Client bySubprotocol =
        new Client.Door(service.own("/"))
            .subprotocols("message-service.v1", "bearer." + token)
            .open("x");

    for (Client refused : List.of(byHeader, byQuery, bySubprotocol)) {
      Closed closed = refused.expectClosed();
      assertThat(closed.code()).isEqualTo(1008);
      assertThat(closed.reason()).isEqualTo("authentication failed");
    }
  }

  @Test
  void noServiceTokenIsTakenFromAQuery() {
    HttpUser.nobody(service)
        .get(CONVERSATIONS + "?token=" + token("message-service", SECRET))
        .refused(401, "unauthenticated");
  }

  @Test
  void theKeyIsNotThatOfUsers() {
    try (ServiceProcess same = ServiceProcess.with(Map.of("SERVICE_JWT_SECRET", Tokens.SECRET))) {
      same.start();

      assertThat(same.exitCode()).isNotZero();
      assertThat(same.output()).contains("SERVICE_JWT_SECRET must differ from JWT_SECRET");
    }
  }
}
