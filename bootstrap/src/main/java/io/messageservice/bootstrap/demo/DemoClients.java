package io.messageservice.bootstrap.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where the connections of sender and receiver are, as these have written down. One thread. */
final class DemoClients {

  private final Map<Connection, Integer> nodes = new TreeMap<>();
  private String refusal = "";

  /**
   * One of a client's connections.
   *
   * @param number from 0
   */
  record Connection(String role, int number) implements Comparable<Connection> {

    @Override
    public int compareTo(Connection other) {
      int roles = role.compareTo(other.role);
      return roles == 0 ? Integer.compare(number, other.number) : roles;
    }
  }

  /** A line of the log of a client. */
  void read(String role, String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("connected")) {
      nodes.put(new Connection(role, Integer.parseInt(words[1])), Integer.parseInt(words[2]));
    } else if (words[0].equals("refused")) {
      refusal = words[1];
    }
  }

  /** Each connection with the number of its node; 0 where it has none. */
  Map<Connection, Integer> nodes() {
    return nodes;
  }

  /** Why the service took a message for good; empty where it never did. */
  String refusal() {
    return refusal;
  }

  boolean areConnected() {
    return !nodes.containsValue(0);
  }

  /** Those on this node. */
  List<Connection> on(int node) {
    return nodes.entrySet().stream()
        .filter(entry -> entry.getValue() == node)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A sentence of where these are now. */
  String whereabouts(List<Connection> some) {
    TreeSet<Integer> places = new TreeSet<>();
    some.forEach(connection -> places.add(nodes.getOrDefault(connection, 0)));
    boolean searching = places.remove(0);
    if (places.isEmpty()) {
      return "Its clients are looking for a node.";
    }
    String where =
        (places.size() == 1 ? "node " : "nodes ")
            + DemoIncident.list(places.stream().map(node -> Integer.toString(node)).toList());
    return searching
        ? "Some of its clients are on " + where + ", the others are looking for a node."
        : "Its clients are on " + where + ".";
  }
}
