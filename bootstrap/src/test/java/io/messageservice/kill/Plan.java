package io.messageservice.kill;

import java.nio.file.Path;

/**
 * What one run does.
 *
 * @param seed of all that is decided by chance
 * @param rounds how many kills
 * @param clients how many connections send at once
 * @param rooms how many conversations they send into
 * @param sync as the setting {@code SYNC}
 * @param jar the service
 */
record Plan(long seed, int rounds, int clients, int rooms, String sync, Path jar) {

  /** Rooms are left for new ones after so many rounds, so that paging stays short. */
  static final int ROUNDS_OF_A_ROOM = 10;

  static Plan of(String[] arguments) {
    Plan plan = new Plan(System.nanoTime(), 100, 12, 4, "full", Path.of("target", JAR));
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      plan = plan.with(arguments[i], arguments[i + 1]);
    }
    return plan;
  }

  private static final String JAR = "message-service.jar";

  private Plan with(String option, String value) {
    return switch (option) {
      case "--seed" -> new Plan(Long.parseLong(value), rounds, clients, rooms, sync, jar);
      case "--rounds" -> new Plan(seed, Integer.parseInt(value), clients, rooms, sync, jar);
      case "--clients" -> new Plan(seed, rounds, Integer.parseInt(value), rooms, sync, jar);
      case "--rooms" -> new Plan(seed, rounds, clients, Integer.parseInt(value), sync, jar);
      case "--sync" -> new Plan(seed, rounds, clients, rooms, value, jar);
      case "--jar" -> new Plan(seed, rounds, clients, rooms, sync, Path.of(value));
      default -> throw new IllegalArgumentException("no such option: " + option);
    };
  }

  /** The conversations of a round. */
  String room(int round, int number) {
    return "room-" + round / ROUNDS_OF_A_ROOM + "-" + number;
  }
}
