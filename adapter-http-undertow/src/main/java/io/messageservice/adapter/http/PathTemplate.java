package io.messageservice.adapter.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path whose segments are words or names in braces, which stand for anything but nothing: {@code
 * /api/conversations/{conversationId}/messages}.
 */
record PathTemplate(List<String> segments) {

  static PathTemplate of(String template) {
    return new PathTemplate(List.of(template.substring(1).split("/")));
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments);
  }

  /** What the names stand for in this path; empty where it is another path. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < path.size(); i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{") && !path.get(i).isEmpty()) {
        parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
