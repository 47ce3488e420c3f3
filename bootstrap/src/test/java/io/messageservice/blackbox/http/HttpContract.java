package io.messageservice.blackbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SpecificationVersion;
import io.messageservice.blackbox.Json;
import io.messageservice.blackbox.contract.ContractDocument;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code docs/openapi.yaml} says of requests and answers. */
final class HttpContract {

  private static final ContractDocument CONTRACT =
      new ContractDocument("openapi.yaml", SpecificationVersion.DRAFT_2020_12);

  static final JsonNode DOCUMENT = CONTRACT.root();

  private static final Map<JsonNode, Schema> COMPILED = new ConcurrentHashMap<>();

  private HttpContract() {}

  /** Fails where the answer is none that the document has for this request. */
  static void check(String method, String pathAndQuery, int status, String type, String text) {
    JsonNode place = placeOf(pathAndQuery.replaceFirst("\\?.*", ""));
    JsonNode operation = place == null ? null : place.get(method.toLowerCase(Locale.ROOT));
    if (operation == null) {
      int expected = place == null ? 404 : 405;
      if (status == expected) {
        assertValid(schema("Problem"), Json.parse(text));
      } else {
        // a preflight, or a request that was refused before its path was looked at
        assertThat(status).as("%s %s", method, pathAndQuery).isIn(200, 204, 400, 403, 431);
      }
      return;
    }
    JsonNode response = operation.get("responses").get(Integer.toString(status));
    assertThat(response).as("%s %s: %s is documented", method, pathAndQuery, status).isNotNull();
    JsonNode content = CONTRACT.resolved(response).get("content").get(type);
    assertThat(content).as("%s %s: %s is documented", method, pathAndQuery, type).isNotNull();
    if (type.endsWith("json")) {
      assertValid(content.get("schema"), Json.parse(text));
    }
  }

  /** Fails where a body that was good is none that the document has. */
  static void checkBody(String method, String path, String text) {
    JsonNode place = placeOf(path);
    if (place != null && !text.isEmpty()) {
      JsonNode body = place.get(method.toLowerCase(Locale.ROOT)).get("requestBody");
      JsonNode schema = CONTRACT.resolved(body.at("/content/application~1json/schema"));
      assertValid(schema, Json.parse(text));
      if (schema.has("properties")) {
        assertThat(Json.members(schema.get("properties")))
            .containsAll(Json.members(Json.parse(text)));
      }
    }
  }

  static Set<String> openObjects() {
    return CONTRACT.openObjects();
  }

  static void assertValid(JsonNode schema, JsonNode value) {
    assertThat(problems(schema, value)).as("%s", value).isEmpty();
  }

  static List<Error> problems(JsonNode schema, JsonNode value) {
    return COMPILED.computeIfAbsent(schema, CONTRACT::compiled).validate(value);
  }

  static JsonNode schema(String name) {
    return DOCUMENT.get("components").get("schemas").get(name);
  }

  private static @Nullable JsonNode placeOf(String path) {
    for (Map.Entry<String, JsonNode> place : DOCUMENT.get("paths").properties()) {
      String pattern = place.getKey().replaceAll("\\{[^}]*}", "[^/]+");
      if (Pattern.matches(pattern, path)) {
        return place.getValue();
      }
    }
    return null;
  }
}
