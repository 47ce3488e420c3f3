package io.messageservice.load;

import static io.messageservice.load.Figures.line;
import static io.messageservice.load.Waiting.awaitAll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a restart costs a service that stores on the disk: all its users come back at once, each of
 * whom has direct conversations with others. They come and do nothing, or ask what changed since
 * they were there, or join each conversation again with its position. Started by {@code
 * scripts/restart-storm}.
 */
public final class RestartStorm {

  private static final int HEAP_MIB = 1024;

  /** As many come at once before others do: a listener has a queue of so many. */
  private static final int ARRIVING = 200;

  private final Path jar;
  private final Path folder;
  private final List<StormUser> users;
  private volatile @Nullable LoadNode running;

  private RestartStorm(Path jar, Path folder, int users) {
    this.jar = jar;
    this.folder = folder;
    this.users =
        IntStream.range(0, users).mapToObj(number -> new StormUser(number, users)).toList();
  }

  /** What each user does who is back. */
  private enum Return {
    NOTHING,
    LIST,
    JOINS
  }

  /**
   * Prints a line for each restart: of a processor, how long the service had for each user.
   *
   * @param arguments the jar, how many users, with how many others each talks, and how many rounds
   */
  public static void main(String[] arguments) throws Exception {
    Path jar = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path folder = Files.createTempDirectory("restart-storm");
    RestartStorm storm = new RestartStorm(jar, folder, Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(storm::end, "storm-end"));
    try {
      storm.fill(Integer.parseInt(arguments[2]));
      for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
        for (Return way : Return.values()) {
          storm.restart(way);
        }
      }
    } finally {
      storm.end();
      delete(folder);
    }
    System.exit(0);
  }

  private void fill(int conversations) throws IOException {
    LoadNode node = start();
    come(node);
    for (int from = 0; from < users.size(); from += ARRIVING) {
      List<StormUser> some = users.subList(from, Math.min(users.size(), from + ARRIVING));
      some.forEach(user -> user.begin(conversations / 2));
      awaitAll("conversations to begin", some, StormUser::isAnswered);
    }
    for (int from = 0; from < users.size(); from += ARRIVING) {
      List<StormUser> some = users.subList(from, Math.min(users.size(), from + ARRIVING));
      some.forEach(StormUser::list);
      awaitAll("lists to come", some, StormUser::isAnswered);
    }
    long listed = users.stream().mapToInt(StormUser::listed).sum();
    line("%d users with %.1f conversations each", users.size(), (double) listed / users.size());
    end();
  }

  private void restart(Return way) throws IOException {
    LoadNode node = start();
    double before = node.cpuSeconds();
    StormUser.PUT_OFF.reset();
    long begin = System.nanoTime();
    come(node);
    switch (way) {
      case NOTHING -> {}
      case LIST -> users.forEach(StormUser::listChanged);
      case JOINS -> users.forEach(StormUser::join);
    }
    awaitAll("all to be back", users, StormUser::isBack);
    double seconds = Figures.secondsSince(begin);
    double perUser = (node.cpuSeconds() - before) * 1e3 / users.size();
    line(
        "%-8s %.2f ms of CPU per user, %.1f s, %d put off",
        name(way), perUser, seconds, StormUser.PUT_OFF.sum());
    end();
  }

  private static String name(Return way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  private LoadNode start() throws IOException {
    Map<String, String> settings =
        Map.of(
            "DATA_DIR", folder.resolve("data").toString(),
            "NEW_CONVERSATION_RATE", "off",
            "MAX_CONNECTIONS", Integer.toString(users.size() + 100));
    LoadNode node = new LoadNode(jar, folder.resolve("log"), HEAP_MIB, settings);
    running = node;
    node.awaitReady();
    return node;
  }

  private void come(LoadNode node) {
    List<StormUser> arriving = new ArrayList<>();
    for (StormUser user : users) {
      user.come(node);
      arriving.add(user);
      if (arriving.size() == ARRIVING) {
        awaitAll("users to come", arriving, StormUser::isThere);
        arriving.clear();
      }
    }
    awaitAll("all to come", users, StormUser::isThere);
  }

  private void end() {
    LoadNode node = running;
    if (node != null) {
      running = null;
      users.forEach(StormUser::leave);
      node.kill();
      node.awaitEnd();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
