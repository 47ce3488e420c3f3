package io.messageservice.blackbox.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A document of the docs whose schemas refer to its components. */
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
    try {
      root = new YAMLMapper().readTree(Path.of("..", "docs", name).toFile());
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

  /** The schema, with the components beside it to which it refers. */
  public Schema compiled(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", root.get("components"));
    return schemas.getSchema(whole);
  }
}
