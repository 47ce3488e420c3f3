package io.messageservice.blackbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SpecificationVersion;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code docs/asyncapi.yaml} in itself: its examples, and that its schemas let nothing else pass.
 */
final class SocketContractTest {

  private static final JsonNode ROOT = SocketContract.DOCUMENT.root();

  @ParameterizedTest
  @MethodSource("io.messageservice.blackbox.contract.SocketMessage#all")
  void examplesAreAsTheirSchemaSaysAndHaveEachMember(SocketMessage message) {
    Schema schema = SocketContract.DOCUMENT.compiled(message.schema());
    Set<String> present = new TreeSet<>();

    for (JsonNode example : message.examples()) {
      assertThat(schema.validate(example)).as("%s", example).isEmpty();
      present.addAll(SchemaMembers.present(message.schema(), example));
    }

    assertThat(present).isEqualTo(SchemaMembers.named(message.schema()));
  }

  @ParameterizedTest
  @MethodSource("io.messageservice.blackbox.contract.SocketMessage#all")
  void brokenExamplesAreNotAsTheirSchemaSays(SocketMessage message) {
    Schema schema = SocketContract.DOCUMENT.compiled(message.schema());

    for (JsonNode example : message.examples()) {
      assertThat(SchemaMembers.broken(message.schema(), example)).hasSizeGreaterThan(3);
      for (JsonNode broken : SchemaMembers.broken(message.schema(), example)) {
        assertThat(schema.validate(broken)).as("%s", broken).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.messageservice.blackbox.contract.SocketMessage#all")
  void messagesSayWhatTheyAreAndNameTheirEvent(SocketMessage message) {
    JsonNode event = message.schema().at("/properties/event/const");

    assertThat(message.json().path("summary").asText()).isNotEmpty();
    assertThat(event.asText(message.event())).isEqualTo(message.event());
    assertThat(message.key()).isEqualTo(keyOfReference(message.key()));
  }

  private static String keyOfReference(String key) {
    return ROOT.at("/channels/socket/messages/" + key + "/$ref")
        .asText()
        .replace("#/components/messages/", "");
  }

  @Test
  void eachMessageBelongsToAnOperationAndIsInTheChannel() {
    Set<String> used = new TreeSet<>();
    for (JsonNode reference : ROOT.get("operations").findValues("$ref")) {
      used.add(reference.asText().replace("#/channels/socket/messages/", ""));
    }
    used.remove("#/channels/socket");
    Set<String> known = new TreeSet<>();
    SocketMessage.all().forEach(message -> known.add(message.key()));

    assertThat(used).isEqualTo(known);
    assertThat(members(ROOT.at("/components/messages"))).isEqualTo(known);
  }

  /** Open are the handshake, the frame of several commands, and what others send of their own. */
  @Test
  void objectsAreClosed() {
    String handshake = "/channels/socket/bindings/ws/";
    String messages = "/components/messages/";

    assertThat(SocketContract.DOCUMENT.openObjects())
        .containsExactlyInAnyOrder(
            handshake + "headers",
            handshake + "query",
            messages + "commandArray/payload/items",
            messages + "noticePush/payload/properties/data",
            messages + "relayedMessagePush/payload/properties/data",
            "/components/schemas/Metadata",
            "/components/schemas/MetadataOrNull");
  }

  @Test
  void whatBothDocumentsDescribeIsTheSame() {
    JsonNode other =
        new ContractDocument("openapi.yaml", SpecificationVersion.DRAFT_2020_12).root();
    int common = 0;
    for (Map.Entry<String, JsonNode> schema : ROOT.at("/components/schemas").properties()) {
      JsonNode same = other.at("/components/schemas/" + schema.getKey());
      if (!same.isMissingNode()) {
        common++;
        assertThat(schema.getValue()).as(schema.getKey()).isEqualTo(same);
      }
    }
    assertThat(common).isGreaterThan(8);
  }

  private static Set<String> members(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
