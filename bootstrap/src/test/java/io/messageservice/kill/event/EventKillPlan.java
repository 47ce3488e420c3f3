package io.messageservice.kill.event;

import java.util.HashMap;
import java.util.Map;

/**
 * What one run does.
 *
 * @param seed of all that is decided by chance
 * @param rounds how many faults
 * @param cluster two nodes on a Redis, or one node on SQLite
 * @param actions how much each writer does in a round
 * @param batches whether one call brings several events
 * @param users whether there are events of users, too: who comes and goes, and reminders
 */
record EventKillPlan(
    long seed, int rounds, boolean cluster, int actions, boolean batches, boolean users) {

  /** Of the command line; what is left out is as in the long form. */
  static EventKillPlan of(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      values.put(arguments[i], arguments[i + 1]);
    }
    return new EventKillPlan(
        Long.parseLong(values.getOrDefault("--seed", Long.toString(System.nanoTime()))),
        Integer.parseInt(values.getOrDefault("--rounds", "100")),
        values.getOrDefault("--store", "sqlite").equals("redis"),
        Integer.parseInt(values.getOrDefault("--actions", "50")),
        values.getOrDefault("--batch", "off").equals("on"),
        values.getOrDefault("--users", "off").equals("on"));
  }

  /** What the nodes get beside the receiver. */
  Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("WEBHOOK_BATCH", batches ? "on" : "off");
    if (users) {
      settings.put("REMINDER_AFTER", "2s");
      settings.put("EVENT_PRESENCE", "on");
    }
    return settings;
  }

  @Override
  public String toString() {
    return String.format(
        "seed %d, %d rounds, %s%s%s",
        seed,
        rounds,
        cluster ? "two nodes on Redis" : "one on SQLite",
        batches ? ", in batches" : "",
        users ? ", with events of users" : "");
  }
}
