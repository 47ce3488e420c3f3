package io.messageservice.blackbox.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The members that a schema names, and frames that are no longer as it says. */
public final class SchemaMembers {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaMembers() {}

  /** The paths of all members that the schema names. */
  public static Set<String> named(JsonNode schema) {
    Set<String> paths = new TreeSet<>();
    addNamed(schema, "", paths);
    return paths;
  }

  private static void addNamed(JsonNode schema, String path, Set<String> paths) {
    JsonNode resolved = SocketContract.DOCUMENT.resolved(schema);
    for (Map.Entry<String, JsonNode> member : resolved.path("properties").properties()) {
      paths.add(path + member.getKey());
      addNamed(member.getValue(), path + member.getKey() + ".", paths);
    }
    if (resolved.path("items").isObject()) {
      addNamed(resolved.get("items"), path, paths);
    }
  }

  /** The paths of those that are there in the value. */
  public static Set<String> present(JsonNode schema, JsonNode value) {
    Set<String> paths = new TreeSet<>();
    addPresent(schema, value, "", paths);
    return paths;
  }

  private static void addPresent(JsonNode schema, JsonNode value, String path, Set<String> paths) {
    JsonNode resolved = SocketContract.DOCUMENT.resolved(schema);
    for (Map.Entry<String, JsonNode> member : resolved.path("properties").properties()) {
      if (value.has(member.getKey())) {
        String name = path + member.getKey();
        paths.add(name);
        addPresent(member.getValue(), value.get(member.getKey()), name + ".", paths);
      }
    }
    if (value.isArray() && resolved.path("items").isObject()) {
      value.forEach(element -> addPresent(resolved.get("items"), element, path, paths));
    }
  }

  /**
   * The value with one thing wrong, in every way: a member of another type, under another name, one
   * too many, one that is required left out, another text where only one or some are allowed.
   */
  public static List<JsonNode> broken(JsonNode schema, JsonNode value) {
    JsonNode resolved = SocketContract.DOCUMENT.resolved(schema);
    List<JsonNode> all = new ArrayList<>();
    if (resolved.has("type") || resolved.has("const") || resolved.has("enum")) {
      all.add(value.isArray() ? JSON.objectNode() : JSON.arrayNode().add(value));
    }
    if (resolved.has("const") || resolved.has("enum")) {
      all.add(JSON.textNode("no_such_text"));
    }
    if (value instanceof ObjectNode object) {
      addBrokenMembers(resolved, object, all);
    }
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        for (JsonNode element : broken(resolved.path("items"), array.get(i))) {
          all.add(array.deepCopy().set(i, element));
        }
      }
    }
    return all;
  }

  /** Whether it should be: it says what members there are, and not that there may be others. */
  private static boolean isClosed(JsonNode schema) {
    JsonNode others = schema.path("additionalProperties");
    return !others.asBoolean() && (schema.has("properties") || others.isBoolean());
  }

  private static void addBrokenMembers(JsonNode schema, ObjectNode object, List<JsonNode> all) {
    boolean isClosed = isClosed(schema);
    if (isClosed) {
      all.add(object.deepCopy().put("noSuchMember", 1));
    }
    for (JsonNode required : schema.path("required")) {
      all.add(object.deepCopy().without(required.asText()));
    }
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      if (isClosed) {
        ObjectNode renamed = object.deepCopy().without(name);
        all.add(renamed.set(name + "s", member.getValue()));
      }
      for (JsonNode child : broken(schema.path("properties").path(name), member.getValue())) {
        all.add(object.deepCopy().set(name, child));
      }
    }
  }
}
