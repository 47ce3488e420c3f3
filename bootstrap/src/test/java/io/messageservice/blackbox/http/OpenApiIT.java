package io.messageservice.blackbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Services;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents: served as they are in the docs; that of HTTP has examples and closed schemas. */
final class OpenApiIT {

  @ParameterizedTest
  @ValueSource(strings = {"openapi.yaml", "asyncapi.yaml"})
  void documentsAreServedToAnyPage(String name) throws IOException {
    HttpResponse<String> response = Services.shared().get("/" + name);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/yaml");
    assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(response.body()).isEqualTo(Files.readString(Path.of("../docs", name)));
  }

  @Test
  void aPageShowsThemAndItsPolicyAllowsItsStyleAlone()
      throws IOException, GeneralSecurityException {
    HttpResponse<String> response = Services.shared().get("/docs");

    String style = response.body().replaceFirst("(?s).*<style>(.*)</style>.*", "$1");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
    assertThat(response.headers().firstValue("content-security-policy").orElse(""))
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    assertThat(response.body()).contains("addParticipant", "joinConversation");
  }

  @Test
  void examplesAreAsTheirSchemasSay() {
    List<JsonNode> contents = new ArrayList<>();
    for (JsonNode parent : HttpContract.DOCUMENT.findParents("example")) {
      contents.add(parent);
      HttpContract.assertValid(parent.get("schema"), parent.get("example"));
    }
    assertThat(contents).hasSizeGreaterThan(8);
  }

  @Test
  void answersWithAMemberMoreOrLessAreNotAsDescribed() {
    JsonNode problem =
        Json.parse(
            """
            {"type": "about:blank", "title": "Forbidden", "status": 403, "error": "no access",
             "code": "forbidden"}
            """);
    HttpContract.assertValid(HttpContract.schema("Problem"), problem);

    for (String member : Json.members(problem)) {
      assertBad(((ObjectNode) problem.deepCopy()).without(List.of(member)));
    }
    assertBad(((ObjectNode) problem.deepCopy()).put("detail", "more"));
    assertBad(((ObjectNode) problem.deepCopy()).put("code", "other"));
  }

  private static void assertBad(JsonNode problem) {
    assertThat(HttpContract.problems(HttpContract.schema("Problem"), problem))
        .as("%s", problem)
        .isNotEmpty();
  }

  /** Open are bodies of requests, and the documents as answers. */
  @Test
  void answersAreClosed() {
    String schemas = "/components/schemas/";

    assertThat(HttpContract.openObjects())
        .containsExactlyInAnyOrder(
            schemas + "ConversationUpdate",
            schemas + "MessageEdit",
            schemas + "Metadata",
            schemas + "MetadataOrNull",
            schemas + "NewAttachment",
            schemas + "NewBlock",
            schemas + "NewConversation",
            schemas + "NewDeliveredMark",
            schemas + "NewMessage",
            schemas + "PreferencesChange",
            schemas + "ReactionGiver",
            schemas + "ReadMark",
            schemas + "StandingChange",
            "/paths//api/conversations/{conversationId}/participants/{userId}/put/requestBody"
                + "/content/application/json/schema",
            "/paths//openapi.yaml/get/responses/200/content/application/yaml/schema",
            "/paths//asyncapi.yaml/get/responses/200/content/application/yaml/schema");
  }
}
