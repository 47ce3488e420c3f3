package io.messageservice.kill.event;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kills nodes, store and receiver again and again; started by {@code scripts/event-kill-test}. */
public final class EventKillTest {

  private EventKillTest() {}

  /** Exit code 0 where every event came, in order, else 1; 3 where there is no Node. */
  public static void main(String[] arguments) throws Exception {
    if (!PushProcess.isNodeThere()) {
      System.err.println("There is no node to run examples/push.");
      System.exit(3);
    }
    boolean good = run(EventKillPlan.of(arguments), System.out);
    System.exit(good ? 0 : 1);
  }

  static boolean run(EventKillPlan plan, PrintStream out) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("message-service-event-kill");
    try (EventTrial trial = new EventTrial(plan, folder, out)) {
      return trial.run();
    } finally {
      Files.deleteIfExists(folder.resolve("push.txt"));
      Files.delete(folder);
    }
  }
}
