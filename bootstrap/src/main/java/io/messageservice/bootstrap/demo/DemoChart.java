package io.messageservice.bootstrap.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in each half of a second, from the time on at which the first message was due.
 * Times are in microseconds. One thread.
 */
final class DemoChart {

  /** Of one part of the time. */
  static final long STEP_MICROS = 500_000;

  /** So many of the newest are shown. */
  private static final int SHOWN = 180;

  private static final double MICROS_PER_MILLI = 1_000.0;

  private final List<Step> steps = new ArrayList<>();
  private long begin;

  private static final class Step {
    private int sent;
    private int acknowledged;
    private int received;
    private long latestMicros;
  }

  void sent(long due) {
    if (begin == 0) {
      begin = due;
    }
    at(due).sent++;
  }

  void acknowledged(long time) {
    at(time).acknowledged++;
  }

  void received(long time, long lateMicros) {
    Step step = at(time);
    step.received++;
    step.latestMicros = Math.max(step.latestMicros, lateMicros);
  }

  private Step at(long time) {
    int index = (int) Math.max(0, (time - begin) / STEP_MICROS);
    while (steps.size() <= index) {
      steps.add(new Step());
    }
    return steps.get(index);
  }

  /** Seconds since the first message was due; 0 before that. */
  double secondsAt(long time) {
    return begin == 0 ? 0 : Math.max(0, (time - begin) / 1e6);
  }

  /** The newest steps that are over. */
  ObjectNode json(long now) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    int over = begin == 0 ? 0 : (int) ((now - begin) / STEP_MICROS);
    int first = Math.max(0, over - SHOWN);
    json.put("stepSeconds", STEP_MICROS / 1e6);
    json.put("first", first);
    ArrayNode sent = json.putArray("sent");
    ArrayNode acknowledged = json.putArray("acknowledged");
    ArrayNode received = json.putArray("received");
    ArrayNode latest = json.putArray("latestMillis");
    for (int i = first; i < over; i++) {
      Step step = i < steps.size() ? steps.get(i) : new Step();
      sent.add(step.sent);
      acknowledged.add(step.acknowledged);
      received.add(step.received);
      latest.add(step.latestMicros / MICROS_PER_MILLI);
    }
    return json;
  }
}
