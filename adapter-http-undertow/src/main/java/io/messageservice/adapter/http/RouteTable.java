package io.messageservice.adapter.http;

import io.messageservice.adapter.http.Route.Operation;
import io.messageservice.adapter.http.Route.PathTemplate;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All routes, by path. Immutable. */
final class RouteTable {

  private final Map<PathTemplate, Map<HttpString, Operation>> paths = new LinkedHashMap<>();

  RouteTable(List<Route> routes) {
    for (Route route : routes) {
      Operation other =
          paths
              .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
              .put(route.method(), route.operation());
      if (other != null) {
        throw new IllegalArgumentException("two routes for " + route.method() + route.path());
      }
    }
  }

  /** What is at this path; empty where nothing is. */
  Optional<Place> find(List<String> path) {
    return paths.entrySet().stream()
        .flatMap(
            entry ->
                entry
                    .getKey()
                    .match(path)
                    .map(found -> new Place(entry.getKey(), entry.getValue(), found))
                    .stream())
        .findFirst();
  }

  /**
   * What is at a path.
   *
   * @param operations by method
   * @param parameters what the names of the path stand for
   */
  record Place(
      PathTemplate path, Map<HttpString, Operation> operations, Map<String, String> parameters) {

    /** What the method does; null where the path does not have it. */
    @Nullable Operation operation(HttpString method) {
      return operations.get(method.equals(Methods.HEAD) ? Methods.GET : method);
    }

    /** The methods, as the header {@code Allow} has them. */
    String allowed() {
      return operations.keySet().stream()
          .flatMap(
              method ->
                  method.equals(Methods.GET)
                      ? Stream.of("GET", "HEAD")
                      : Stream.of(method.toString()))
          .collect(Collectors.joining(", ", "", ", OPTIONS"));
    }
  }
}
