package io.messageservice.adapter.http;

import io.messageservice.protocol.json.InvalidFrame;
import io.undertow.util.HttpString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row of the API: what a method does at a path. */
record Route(HttpString method, PathTemplate path, Operation operation) {

  static Route of(HttpString method, String path, Operation operation) {
    return new Route(method, PathTemplate.of(path), operation);
  }

  /** What is done with a request. */
  interface Operation {

    /**
     * Reads what the request asks for and hands it to a use case. On the exchange's I/O thread;
     * never blocks.
     *
     * @throws InvalidFrame where the request breaks the contract
     */
    void run(ApiCall call) throws InvalidFrame;
  }

  /**
   * A path whose segments are words or names in braces, which stand for anything but nothing:
   * {@code /api/conversations/{conversationId}/messages}.
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
}
