package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.Services;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code /openapi.yaml}: served as it is in the docs, with examples and closed schemas. */
final class OpenApiIT {

  @Test
  void theDocumentIsServedToAnyPage() throws IOException {
    HttpResponse<String> response = Services.shared().get("/openapi.yaml");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/yaml");
    assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
    assertThat(new YAMLMapper().readTree(response.body())).isEqualTo(HttpContract.DOCUMENT);
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

  @Test
  void answersAreClosed() {
    for (JsonNode schema : HttpContract.DOCUMENT.get("components").get("schemas")) {
      boolean isAnswer =
          schema.path("type").asText().equals("object")
              && !schema.path("description").asText().startsWith("Other members are ignored");
      if (isAnswer) {
        assertThat(schema.path("additionalProperties").isBoolean()).as("%s", schema).isTrue();
      }
    }
  }
}
