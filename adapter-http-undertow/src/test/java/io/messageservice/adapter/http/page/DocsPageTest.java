package io.messageservice.adapter.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.messageservice.adapter.http.DocumentHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  void eachDescriptionAndEachMemberIsShown() {
    String text = page.replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
    for (JsonNode document : List.of(openApi.path("paths"), openApi.path("components"), asyncApi)) {
      for (String described : document.findValuesAsText("description")) {
        String first = described.replace("`", "").replaceAll("\\s+", " ").split("[.&<\"']", 2)[0];
        assertThat(text).contains(first);
      }
      for (JsonNode members : document.findValues("properties")) {
        members.fieldNames().forEachRemaining(name -> assertThat(text).contains(name));
      }
    }
  }

  @Test
  void linksLeadToThePageItselfOrToADocument() {
    List<String> ids = all("id=\"([^\"]*)\"");

    for (String target : all("href=\"([^\"]*)\"")) {
      if (target.startsWith("#")) {
        assertThat(ids).contains(target.substring(1));
      } else {
        assertThat(DocumentHandler.PATHS).contains("/" + target);
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
