package io.messageservice.adapter.redis.bus;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who watched the topics that were looked up last, as the last look at each found it. Only the
 * thread of the bus may call.
 */
final class RecentWatchers {

  /** What is more is forgotten, the longest not looked up first. */
  private static final int MOST = 10_000;

  /** To the names of the nodes with spaces between, which may be none. */
  private final Map<String, String> names = new LinkedHashMap<>();

  /** Whether all of them are remembered. */
  boolean know(List<String> topics) {
    return topics.stream().allMatch(names::containsKey);
  }

  /** As {@link Watchers} takes it. Not to be used after the next change. */
  Map<String, String> names() {
    return names;
  }

  /**
   * Remembers what a look found.
   *
   * @param topics that were looked up
   * @param found those that somebody watches
   */
  void learn(Set<String> topics, Map<String, String> found) {
    for (String topic : topics) {
      names.remove(topic);
      names.put(topic, found.getOrDefault(topic, ""));
    }
    Iterator<String> oldest = names.keySet().iterator();
    while (names.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }
}
