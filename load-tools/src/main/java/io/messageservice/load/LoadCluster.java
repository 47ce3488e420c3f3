package io.messageservice.load;

import static io.messageservice.load.Figures.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Redis and the nodes on it. All are killed at the end, however that comes. One thread. */
final class LoadCluster implements AutoCloseable {

  private static final Pattern COMPLAINT =
      Pattern.compile(" (?:WARN|ERROR) +(?:\\S+ )*?([a-z]+(?:_[a-z]+)+|fault)\\b.*");

  private final Path jar;
  private final Path folder;
  private final RedisServerProcess redis;
  private final List<LoadNode> nodes = new CopyOnWriteArrayList<>();
  private final Thread onExit = new Thread(this::end, "cluster-end");

  /**
   * A Redis that answers, and no nodes yet.
   *
   * @param sync how often Redis writes to its disk, as its {@code appendfsync}
   */
  LoadCluster(Path jar, String sync) throws IOException {
    this.jar = jar;
    folder = Files.createTempDirectory("cluster-load");
    redis = new RedisServerProcess(folder, sync);
    Runtime.getRuntime().addShutdownHook(onExit);
    redis.start();
  }

  RedisServerProcess redis() {
    return redis;
  }

  List<LoadNode> nodes() {
    return nodes;
  }

  /** One more, which is ready. */
  LoadNode startNode() throws IOException {
    LoadNode node = new LoadNode(jar, folder.resolve("node" + (nodes.size() + 1)), redis.port());
    nodes.add(node);
    node.awaitReady();
    return node;
  }

  /** What the nodes logged as warnings or errors. */
  void printComplaints() {
    Map<String, Integer> complaints = new TreeMap<>();
    for (LoadNode node : nodes) {
      node.output()
          .lines()
          .map(COMPLAINT::matcher)
          .filter(Matcher::find)
          .forEach(complaint -> complaints.merge(complaint.group(1), 1, Integer::sum));
    }
    line("warnings and errors of all nodes: %s", complaints);
  }

  private void end() {
    nodes.forEach(LoadNode::kill);
    nodes.forEach(LoadNode::awaitEnd);
    redis.end();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException left) {
      System.err.println("not deleted: " + folder);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(onExit);
    end();
  }
}
