package io.messageservice.load;

import java.nio.file.Path;

/**
 * What nodes of a cluster cost one another: what each receives of the messages of all ({@code
 * traffic}), and what ten thousand watched rooms take and how soon they are back after Redis was
 * killed or the table of interest was deleted ({@code rooms}). Started by {@code
 * scripts/cluster-load}.
 */
public final class ClusterLoad {

  private ClusterLoad() {}

  /**
   * Prints what it measures.
   *
   * @param arguments the jar, what to measure, numbers of nodes or how often each fault, and
   *     Redis's {@code appendfsync}
   */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]).toAbsolutePath().normalize();
    if (arguments[1].equals("traffic")) {
      for (String nodes : arguments[2].split(",", -1)) {
        try (LoadCluster cluster = new LoadCluster(jar, arguments[3])) {
          new Traffic(cluster, Integer.parseInt(nodes.strip())).measure();
        }
      }
    } else {
      try (LoadCluster cluster = new LoadCluster(jar, arguments[3])) {
        new RoomsMeasurement(cluster).measure(Integer.parseInt(arguments[2]));
      }
    }
    System.exit(0);
  }
}
