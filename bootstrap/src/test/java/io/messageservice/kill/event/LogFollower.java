package io.messageservice.kill.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the log from its beginning as it grows, on whichever node is there. */
final class LogFollower implements Runnable {

  private final BackEndCalls backEnd;

  /** Guarded by this. */
  private final List<String> ids = new ArrayList<>();

  private volatile boolean ended;

  LogFollower(BackEndCalls backEnd) {
    this.backEnd = backEnd;
  }

  /** Until {@link #end}. */
  @Override
  public void run() {
    String after = "";
    while (!ended) {
      JsonNode page = backEnd.get("/api/events?wait=1&limit=100" + after).done();
      synchronized (this) {
        page.get("events").forEach(event -> ids.add(event.get("id").asText()));
      }
      after = "&after=" + page.get("next").asText();
    }
  }

  /** What it has read, in that order. */
  synchronized List<String> ids() {
    return List.copyOf(ids);
  }

  void end() {
    ended = true;
  }
}
