package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.blackbox.hook.HookServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hook before a message is stored, over HTTP. */
final class BeforeSendOverHttpIT extends HttpScenario {

  private static final HookServer HOOK = new HookServer();
  private static final ServiceProcess SERVICE = ServiceProcess.ready(settings());

  private final String team = id("team");

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(HOOK.settings());
    settings.put("SERVICE_JWT_SECRET", ServiceTokensIT.SECRET);
    return settings;
  }

  @Override
  public ServiceProcess service() {
    return SERVICE;
  }

  @AfterAll
  static void end() {
    SERVICE.close();
    HOOK.close();
  }

  @BeforeEach
  void acceptAll() {
    HOOK.reset();
  }

  @Test
  void messageIsChanged() {
    HOOK.answer = question -> "{\"action\":\"accept\",\"content\":\"changed\"}";

    JsonNode sent = user("ann").post(messages(team), "content", "hello").as(201);

    assertThat(sent.get("message").get("content").asText()).isEqualTo("changed");
    assertThat(HOOK.asked).hasSize(1);
  }

  @Test
  void rejectedMessageAndEditAreAnsweredWith422() {
    JsonNode sent = user("ann").post(messages(team), "content", "hello").as(201);
    String path = "/api/messages/" + sent.get("message").get("id").asText();
    HOOK.answer = question -> HookServer.reject("not here");

    JsonNode problem = user("ann").post(messages(team), "content", "spam").refused(422, "rejected");
    assertThat(problem.get("error").asText()).isEqualTo("not here");
    problem = user("ann").patch(path, "content", "spam").refused(422, "rejected");
    assertThat(problem.get("error").asText()).isEqualTo("not here");
  }

  @Test
  void whatIsNoAnswerIsUnavailable() {
    HOOK.answer = question -> "<html>";

    JsonNode unused =
        user("ann").post(messages(team), "content", "hello").refused(503, "unavailable");
  }

  @Test
  void nobodyIsAskedAboutWhatAServiceSends() {
    HOOK.answer = question -> HookServer.reject("not here");

    JsonNode unused =
        backEnd().post(messages(team), "content", "hello", "senderId", id("ann")).as(201);

    assertThat(HOOK.asked).isEmpty();
  }
}
