package io.messageservice.adapter.http.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.adapter.http.web.ConsoleHandler.Figures;
import io.messageservice.adapter.http.web.ConsoleHandler.Refused;
import io.messageservice.application.port.in.ConnectionFigures;
import io.messageservice.application.port.in.ShowConnections.Shown;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the console is sent, each in one line. */
final class ConsoleJson {

  private ConsoleJson() {}

  /**
   * How the node stands.
   *
   * @param steers whether the operator may command
   */
  static String of(Figures figures, boolean steers, Instant now) {
    return text(
        json -> {
          json.writeNumberField("time", now.toEpochMilli());
          json.writeBooleanField("steers", steers);
          json.writeObjectFieldStart("texts");
          for (Map.Entry<String, String> each : figures.texts().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
          }
          json.writeEndObject();
          json.writeObjectFieldStart("numbers");
          for (Map.Entry<String, Map<String, Double>> group : figures.numbers().entrySet()) {
            writeNumbers(json, group.getKey(), group.getValue());
          }
          json.writeEndObject();
          Json.writeArray(json, "nodes", figures.nodes(), JsonGenerator::writeString);
          Json.writeArray(
              json,
              "slowest",
              figures.slowest(),
              (array, slow) -> {
                array.writeStartObject();
                array.writeStringField("user", slow.user());
                array.writeNumberField("bytes", slow.bytes());
                array.writeEndObject();
              });
          Json.writeArray(json, "refused", figures.refused(), ConsoleJson::writeRefused);
        });
  }

  /** JSON has no infinity: what is past all bounds is a very large number. */
  private static void writeNumbers(JsonGenerator json, String name, Map<String, Double> numbers)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, Double> each : numbers.entrySet()) {
      double number = each.getValue();
      if (!Double.isNaN(number)) {
        json.writeNumberField(each.getKey(), Double.isInfinite(number) ? 1e300 : number);
      }
    }
    json.writeEndObject();
  }

  private static void writeRefused(JsonGenerator json, Refused refused) throws IOException {
    json.writeStartObject();
    json.writeNumberField("at", refused.at().toEpochMilli());
    json.writeStringField("what", refused.what());
    json.writeStringField("code", refused.code());
    json.writeStringField("user", refused.user());
    json.writeEndObject();
  }

  /** The connections of a user. */
  static String of(UserId user, List<Shown> connections) {
    return text(
        json -> {
          json.writeStringField("user", user.value());
          Json.writeArray(json, "connections", connections, ConsoleJson::writeConnection);
        });
  }

  private static void writeConnection(JsonGenerator json, Shown shown) throws IOException {
    ConnectionFigures figures = shown.figures();
    json.writeStartObject();
    json.writeNumberField("number", figures.number());
    json.writeStringField("transport", figures.transport());
    json.writeStringField("protocol", shown.protocol());
    json.writeNumberField("ageMs", figures.age().toMillis());
    json.writeNumberField("waitingBytes", figures.waitingBytes());
    json.writeBooleanField("stalled", figures.stalled());
    json.writeNumberField("messagesIn", figures.messagesIn());
    json.writeNumberField("bytesIn", figures.bytesIn());
    json.writeNumberField("framesOut", figures.framesOut());
    json.writeNumberField("bytesOut", figures.bytesOut());
    json.writeNumberField("roomCount", shown.roomCount());
    Json.writeArray(json, "rooms", shown.rooms(), (array, room) -> array.writeString(room.value()));
    json.writeEndObject();
  }

  /**
   * Frames of a connection.
   *
   * @param missed how many more there were
   */
  static String of(List<ConsoleStream.Frame> frames, int missed) {
    return text(
        json -> {
          json.writeNumberField("missed", missed);
          Json.writeArray(
              json,
              "frames",
              frames,
              (array, frame) -> {
                array.writeStartObject();
                array.writeNumberField("at", frame.at().toEpochMilli());
                array.writeStringField("kind", frame.kind().name().toLowerCase(Locale.ROOT));
                array.writeStringField("name", frame.name());
                array.writeNumberField("bytes", frame.bytes());
                array.writeEndObject();
              });
        });
  }

  private static String text(Json.Writer members) {
    return new String(Json.write(members), StandardCharsets.UTF_8);
  }
}
