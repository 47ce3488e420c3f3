package io.messageservice.adapter.redis.bus;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which other nodes watch topics, as one look into the table found them. One thread may call. */
final class Watchers {

  private final Map<String, String> found;
  private final String self;
  private final Map<String, List<String>> nodes = new HashMap<>();

  /**
   * @param found topic to names with spaces between, where there are any
   */
  Watchers(Map<String, String> found, String self) {
    this.found = found;
    this.self = self;
  }

  /** Each once, however many of the topics it watches. */
  Collection<String> of(List<String> topics) {
    if (topics.size() == 1) {
      return of(topics.get(0));
    }
    Set<String> all = new LinkedHashSet<>();
    topics.forEach(topic -> all.addAll(of(topic)));
    return all;
  }

  /** The same without those who were reached already. */
  Collection<String> ofBut(List<String> topics, Watchers reached) {
    Collection<String> before = reached.of(topics);
    return of(topics).stream().filter(node -> !before.contains(node)).toList();
  }

  private List<String> of(String topic) {
    return nodes.computeIfAbsent(topic, this::parsed);
  }

  private List<String> parsed(String topic) {
    String names = found.get(topic);
    if (names == null || names.isEmpty() || names.equals(self)) {
      return List.of();
    }
    return List.of(names.split(" ")).stream().filter(name -> !name.equals(self)).toList();
  }
}
