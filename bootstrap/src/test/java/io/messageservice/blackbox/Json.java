package io.messageservice.blackbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** JSON as the suite writes and reads it. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** An object of names and values in turn. */
  public static ObjectNode object(Object... namesAndValues) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.set((String) namesAndValues[i], MAPPER.valueToTree(namesAndValues[i + 1]));
    }
    return object;
  }

  public static ArrayNode array(Object... values) {
    return MAPPER.valueToTree(values);
  }

  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + text, e);
    }
  }

  public static Set<String> members(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public static List<String> texts(Iterable<JsonNode> objects, String member) {
    List<String> texts = new ArrayList<>();
    objects.forEach(object -> texts.add(object.path(member).asText()));
    return texts;
  }

  public static List<Long> numbers(Iterable<JsonNode> objects, String member) {
    List<Long> numbers = new ArrayList<>();
    objects.forEach(object -> numbers.add(object.path(member).asLong()));
    return numbers;
  }
}
