package io.messageservice.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.messageservice.domain.outcome.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document has each route and each code, and no other. */
class OpenApiTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode document;

  OpenApiTest() throws IOException {
    try (InputStream in = DocumentHandler.class.getResourceAsStream("openapi.yaml")) {
      document = new YAMLMapper().readTree(in);
    }
  }

  @Test
  void eachRouteIsDescribedAndEachThatIsDescribedExists() {
    Set<String> described = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> {
                if (METHODS.contains(method) && path.getKey().startsWith(HttpApiAdapter.PREFIX)) {
                  described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                }
              });
    }

    assertThat(described).isEqualTo(new TreeSet<>(HttpApiAdapter.routes(ApiServer.NO_USES)));
  }

  @Test
  void eachCodeIsDescribedAndEachThatIsDescribedExists() {
    JsonNode codes = document.at("/components/schemas/Problem/properties/code/enum");
    Set<String> described = new TreeSet<>();
    codes.forEach(code -> described.add(code.asText()));

    Set<String> ofUseCases =
        Arrays.stream(Refusal.Code.values())
            .filter(code -> code != Refusal.Code.UNKNOWN_EVENT) // there are no events here
            .map(code -> code.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> ofHttp =
        Stream.of(
                Problem.NO_SUCH_METHOD, Problem.MEDIA, Problem.GONE, Problem.unauthenticated("no"))
            .map(Problem::code)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(ofHttp).doesNotContainAnyElementsOf(ofUseCases);
    assertThat(described)
        .isEqualTo(
            Stream.of(List.copyOf(ofUseCases), List.copyOf(ofHttp))
                .flatMap(List::stream)
                .collect(Collectors.toCollection(TreeSet::new)));
  }
}
