package io.messageservice.bootstrap.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** How a demo stands, as the page gets it. */
final class DemoState {

  private static final double MICROS_PER_MILLI = 1_000.0;

  /** The page shows no more. */
  private static final int INCIDENTS = 30;

  private DemoState() {}

  /**
   * Of a demo that was not started, or of which nothing is left.
   *
   * @param hasRedis whether there would be three nodes
   * @param notice why it is so; empty where nothing is to be said of it
   */
  static byte[] idle(boolean hasRedis, String notice) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("phase", "idle").put("hasRedis", hasRedis).put("notice", notice);
    return bytes(json);
  }

  /** Of one that was started. */
  static byte[] of(DemoRun run) {
    long now = DemoClock.micros();
    DemoCluster cluster = run.cluster();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("phase", run.phase().name().toLowerCase(Locale.ROOT));
    json.put("hasRedis", cluster.redis().isPresent()).put("notice", run.notice());
    run.keptLogs().ifPresent(folder -> json.put("logs", folder.toString()));
    json.put("seconds", run.judge().chart().secondsAt(now));
    cluster.redis().ifPresent(redis -> json.set("redis", part(redis)));
    ArrayNode nodes = json.putArray("nodes");
    cluster.nodes().forEach(node -> nodes.add(part(node)));
    ArrayNode clients = json.putArray("clients");
    run.clients()
        .nodes()
        .forEach(
            (connection, node) ->
                clients
                    .addObject()
                    .put("role", connection.role())
                    .put("connection", connection.number() + 1)
                    .put("node", node));
    json.set("counts", counts(run.counts()));
    json.set("lateness", lateness(run.judge().lateness()));
    json.set("chart", run.judge().chart().json(now));
    json.set("incidents", incidents(run));
    return bytes(json);
  }

  private static ObjectNode part(DemoPart part) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("state", part.state().name().toLowerCase(Locale.ROOT))
        .put("startsInMillis", part.startsIn(System.nanoTime()).toMillis());
  }

  private static ObjectNode counts(DemoJudge.Counts counts) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("sent", counts.sent())
        .put("acknowledged", counts.acknowledged())
        .put("received", counts.received())
        .put("waiting", counts.waiting())
        .put("lost", counts.lost())
        .put("doubled", counts.doubled())
        .put("outOfOrder", counts.outOfOrder());
  }

  private static ObjectNode lateness(DemoJudge.Lateness lateness) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("p50Millis", lateness.p50Micros() / MICROS_PER_MILLI)
        .put("p99Millis", lateness.p99Micros() / MICROS_PER_MILLI)
        .put("worstMillis", lateness.worstMicros() / MICROS_PER_MILLI);
  }

  /** The newest first. */
  private static ArrayNode incidents(DemoRun run) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    List<DemoIncident> all = run.incidents();
    for (int i = all.size() - 1; i >= Math.max(0, all.size() - INCIDENTS); i--) {
      DemoIncident incident = all.get(i);
      json.addObject()
          .put("number", i + 1)
          .put("mark", incident.mark())
          .put("seconds", run.judge().chart().secondsAt(incident.at()))
          .put("over", incident.isOver())
          .put("text", incident.text());
    }
    return json;
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(UTF_8);
  }
}
