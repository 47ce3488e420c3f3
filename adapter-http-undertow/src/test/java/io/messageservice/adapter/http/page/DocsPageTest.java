package io.messageservice.adapter.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.messageservice.adapter.http.DocumentHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page as the jar has it: all of both documents, nothing from elsewhere, no dead link. */
class DocsPageTest {

  private static final YAMLMapper YAML = new YAMLMapper();

  private final JsonNode openApi = YAML.readTree(resource("openapi.yaml"));
  private final JsonNode asyncApi = YAML.readTree(resource("asyncapi.yaml"));
  private final String page = new String(resource("docs.html"), StandardCharsets.UTF_8);

  DocsPageTest() throws IOException {}

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = DocumentHandler.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  private List<String> all(String pattern) {
    return Pattern.compile(pattern)
        .matcher(page)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }

  @Test
  void eachOperationMessageAndTypeHasAPlace() {
    List<String> ids = all("id=\"([^\"]*)\"");

    assertThat(ids).doesNotHaveDuplicates();
    openApi
        .findValuesAsText("operationId")
        .forEach(name -> assertThat(ids).contains("http-operation-" + name));
    assertHasAll(ids, "http-type-", openApi.at("/components/schemas"));
    assertHasAll(ids, "socket-operation-", asyncApi.path("operations"));
    assertHasAll(ids, "socket-message-", asyncApi.at("/components/messages"));
    assertHasAll(ids, "socket-type-", asyncApi.at("/components/schemas"));
  }

  private static void assertHasAll(List<String> ids, String before, JsonNode named) {
    named.fieldNames().forEachRemaining(name -> assertThat(ids).contains(before + name));
  }

  @Test
  void eachDescriptionIsShown() {
    String text = page.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
    for (JsonNode document : List.of(openApi.path("paths"), openApi.path("components"), asyncApi)) {
      for (String described : document.findValuesAsText("description")) {
        String first = described.replace("`", "").replaceAll("\\s+", " ").split("[.&<\"']", 2)[0];
        assertThat(first).isNotBlank();
        assertThat(text).contains(first);
      }
    }
  }

  @Test
  void eachMemberIsShownInItsPlace() {
    assertShown("http-type-", openApi.at("/components/schemas"), "");
    assertShown("socket-type-", asyncApi.at("/components/schemas"), "");
    assertShown("socket-message-", asyncApi.at("/components/messages"), "/payload");
    for (JsonNode operation : openApi.path("paths").findParents("operationId")) {
      String section = sectionOf("http-operation-" + operation.path("operationId").asText());
      for (JsonNode schema : operation.findValues("schema")) {
        assertThat(section).contains(rows(schema));
      }
    }
  }

  private void assertShown(String before, JsonNode named, String place) {
    assertThat(named).isNotEmpty();
    for (Map.Entry<String, JsonNode> each : named.properties()) {
      JsonNode schema = each.getValue().at(place);
      assertThat(sectionOf(before + each.getKey())).contains(rows(schema));
    }
  }

  /** From the element of that id to the next that has one. */
  private String sectionOf(String id) {
    return page.split("<\\w+ id=\"" + id + "\"", 2)[1].split(" id=\"", 2)[0];
  }

  private static List<String> rows(JsonNode schema) {
    List<String> rows = new ArrayList<>(List.of("<"));
    addRows(schema, "", rows);
    addRows(schema.path("items"), "[].", rows);
    return rows;
  }

  private static void addRows(JsonNode schema, String before, List<String> rows) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String name = before + member.getKey();
      rows.add("<code>" + name + "</code>");
      addRows(member.getValue(), name + ".", rows);
      addRows(member.getValue().path("items"), name + "[].", rows);
    }
    for (String combination : List.of("allOf", "anyOf", "oneOf")) {
      schema.path(combination).forEach(part -> addRows(part, before, rows));
    }
  }

  @Test
  void linksLeadToThePageItselfOrToADocument() {
    List<String> ids = all("id=\"([^\"]*)\"");

    for (String target : all("href=\"([^\"]*)\"")) {
      if (target.startsWith("#")) {
        assertThat(ids).contains(target.substring(1));
      } else {
        assertThat(DocumentHandler.PATHS).contains(target);
      }
    }
  }

  @Test
  void nothingIsLoadedOrRun() {
    assertThat(all("(?i)<(script|link|img|iframe|object|embed|form|base)\\b")).isEmpty();
    assertThat(all("(?i)\\s(src|srcset|style|on[a-z]+)=")).isEmpty();
    assertThat(all("(?i)(@import|url\\()")).isEmpty();
  }
}
