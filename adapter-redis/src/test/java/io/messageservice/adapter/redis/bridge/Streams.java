package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Streams as another service sees them, without any client library. One thread may call. */
final class Streams {

  private final RedisServer server;
  private final String prefix;

  Streams(RedisServer server, String prefix) {
    this.server = server;
    this.prefix = prefix;
  }

  /** Adds an entry of these fields and values; returns its id. */
  String add(String stream, String... words) {
    List<String> command = new ArrayList<>(List.of("XADD", prefix + stream, "*"));
    command.addAll(List.of(words));
    return server.ask(command.toArray(String[]::new));
  }

  /** All entries, which have so many fields each, none of them with a line break. */
  List<Map<String, String>> all(String stream, int fields) {
    List<Map<String, String>> entries = new ArrayList<>();
    String answer = server.ask("XRANGE", prefix + stream, "-", "+");
    List<String> lines = answer.isEmpty() ? List.of() : answer.lines().toList();
    for (int i = 0; i + 2 * fields < lines.size(); i += 1 + 2 * fields) {
      Map<String, String> entry = new LinkedHashMap<>();
      for (int f = 0; f < fields; f++) {
        entry.put(lines.get(i + 1 + 2 * f), lines.get(i + 2 + 2 * f));
      }
      entries.add(entry);
    }
    return entries;
  }

  int length(String stream) {
    return Integer.parseInt(server.ask("XLEN", prefix + stream));
  }
}
