package io.messageservice.blackbox.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.messageservice.adapter.http.DocumentHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A document of the docs, as the jar serves it; its schemas refer to its components. */
public final class ContractDocument {

  private final JsonNode root;
  private final SchemaRegistry schemas;

  /**
   * Reads it.
   *
   * @param version that its schemas are written in
   */
  public ContractDocument(String name, SpecificationVersion version) {
    schemas = SchemaRegistry.withDefaultDialect(version);
    try (InputStream served = DocumentHandler.class.getResourceAsStream(name)) {
      root = new YAMLMapper().readTree(served);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode root() {
    return root;
  }

  /** What the node refers to; the node itself where it refers to nothing. */
  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** Where the document has objects that may have members which it does not name. */
  public Set<String> openObjects() {
    Set<String> paths = new TreeSet<>();
    addOpen(root, "", paths);
    return paths;
  }

  private static void addOpen(JsonNode node, String path, Set<String> paths) {
    JsonNode others = node.path("additionalProperties");
    boolean isClosed = others.isBoolean() && !others.asBoolean();
    if (isObjectSchema(node, path) && !isClosed) {
      paths.add(path);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      addOpen(member.getValue(), path + "/" + member.getKey(), paths);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      addOpen(node.get(i), path + "/" + i, paths);
    }
  }

  /** A part of a combination without a type only narrows what stands beside it. */
  private static boolean isObjectSchema(JsonNode node, String path) {
    boolean isPart = path.matches(".*/(allOf|anyOf|oneOf)/\\d+");
    return node.path("type").toString().contains("\"object\"")
        || (node.path("properties").isObject() && !isPart);
  }

  /** The schema, with the components beside it to which it refers. */
  public Schema compiled(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", root.get("components"));
    return schemas.getSchema(whole);
  }
}
