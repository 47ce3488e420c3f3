package io.messageservice.bootstrap.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One demo, from its start to its end. One thread. */
final class DemoRun {

  /** Where it stands. */
  enum Phase {
    STARTING,
    RUNNING,
    /** Nothing new is sent; what is on its way arrives. */
    SETTLING,
    STOPPED,
    FAILED
  }

  private static final Duration START_TIME = Duration.ofMinutes(3);

  /** So long nothing has arrived and been acknowledged where nothing more will. */
  private static final Duration QUIET_TIME = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final DemoCluster cluster;
  private final LogTail senderLog;
  private final LogTail receiverLog;
  private final DemoJudge judge = new DemoJudge();
  private final DemoClients clients = new DemoClients();
  private final List<DemoIncident> incidents = new ArrayList<>();
  private Phase phase = Phase.STARTING;
  private long phaseSinceNanos = System.nanoTime();
  private long progressNanos = System.nanoTime();
  private String notice = "";

  /** Begins to start its processes. */
  DemoRun(Optional<Path> redisServer) throws IOException {
    cluster = new DemoCluster(redisServer);
    senderLog = new LogTail(cluster.log("sender"));
    receiverLog = new LogTail(cluster.log("receiver"));
  }

  Phase phase() {
    return phase;
  }

  /** Why it stands there; empty where nothing is to be said of it. */
  String notice() {
    return notice;
  }

  DemoCluster cluster() {
    return cluster;
  }

  DemoJudge judge() {
    return judge;
  }

  DemoClients clients() {
    return clients;
  }

  List<DemoIncident> incidents() {
    return incidents;
  }

  /** Whether nothing of it runs any more. */
  boolean isOver() {
    return phase == Phase.STOPPED || phase == Phase.FAILED;
  }

  DemoJudge.Counts counts() {
    return judge.counts(phase == Phase.STOPPED);
  }

  /** To be called some times a second. */
  void look() throws IOException {
    long now = System.nanoTime();
    cluster.look(now);
    readLogs();
    incidents.forEach(incident -> incident.look(judge, clients, DemoClock.micros()));
    switch (phase) {
      case STARTING -> lookAtStart(now);
      case RUNNING -> lookAtClients(now);
      case SETTLING -> lookAtRest(now);
      case STOPPED, FAILED -> {}
    }
  }

  /** What is received was sent before: so the log of the sender is read last, and judged first. */
  private void readLogs() {
    List<String> received = receiverLog.read();
    List<String> sent = senderLog.read();
    if (!sent.isEmpty() || !received.isEmpty()) {
      progressNanos = System.nanoTime();
    }
    sent.forEach(judge::readSender);
    received.forEach(judge::readReceiver);
    sent.forEach(line -> clients.read("sender", line));
    received.forEach(line -> clients.read("receiver", line));
  }

  private void lookAtStart(long now) {
    if (cluster.sender().isUp()) {
      enter(Phase.RUNNING, "");
    } else if (now - phaseSinceNanos > START_TIME.toNanos()) {
      fail("The demo did not start within " + START_TIME.toMinutes() + " minutes." + lastLines());
    } else {
      cluster.parts().stream()
          .filter(DemoPart::hasEnded)
          .findFirst()
          .ifPresent(part -> fail(part.name() + " did not start." + lastLine(part)));
    }
  }

  private void lookAtClients(long now) {
    for (DemoPart client : List.of(cluster.sender(), cluster.receiver())) {
      if (client.hasEnded()) {
        fail(client.name() + " has ended, which it should not." + lastLine(client));
        return;
      }
    }
    if (!clients.refusal().isEmpty()) {
      fail("The service refused a message: " + clients.refusal() + ".");
    } else if (now - phaseSinceNanos > LONGEST.toNanos()) {
      stop("The demo has ended by itself after " + LONGEST.toMinutes() + " minutes.");
    }
  }

  private void lookAtRest(long now) {
    if (judge.isComplete() || now - progressNanos > QUIET_TIME.toNanos()) {
      enter(Phase.STOPPED, notice);
      incidents.forEach(incident -> incident.interrupt(judge, clients, DemoClock.micros()));
      end();
    }
  }

  private String lastLines() {
    return cluster.parts().stream()
        .filter(part -> !part.isUp())
        .findFirst()
        .map(DemoRun::lastLine)
        .orElse("");
  }

  private static String lastLine(DemoPart part) {
    String line = part.lastLine();
    return line.isEmpty() ? "" : " It printed last: " + line;
  }

  private void enter(Phase next, String why) {
    phase = next;
    phaseSinceNanos = System.nanoTime();
    notice = why;
  }

  /** It cannot go on. */
  void fail(String why) {
    enter(Phase.FAILED, why);
    end();
  }

  /** Sends nothing new, and ends when everything has arrived. */
  void stop(String why) {
    if (phase == Phase.RUNNING) {
      cluster.sender().order(DemoClient.STOP);
      enter(Phase.SETTLING, why);
    } else if (phase == Phase.STARTING) {
      enter(Phase.STOPPED, why);
      end();
    }
  }

  /** Ends its processes. What was written down is kept where it shows that a promise was broken. */
  void end() {
    cluster.end(counts().isBroken());
  }

  /** Where the logs are, where they are kept. */
  Optional<Path> keptLogs() {
    return isOver() && counts().isBroken() ? Optional.of(cluster.folder()) : Optional.empty();
  }

  private boolean mayBreak() {
    return phase == Phase.RUNNING || phase == Phase.SETTLING;
  }

  /** Kills a node, counted from 1. */
  void killNode(int number) {
    if (mayBreak() && number <= cluster.nodes().size()) {
      List<DemoClients.Connection> moved = clients.on(number);
      if (cluster.nodes().get(number - 1).kill(System.nanoTime())) {
        note("Node " + number, "Node " + number + " was killed.", moved);
      }
    }
  }

  /** Kills Redis. */
  void killRedis() {
    if (mayBreak() && cluster.redis().map(redis -> redis.kill(System.nanoTime())).orElse(false)) {
      note("Redis", "Redis was killed.", List.of());
    }
  }

  /** Cuts the lines of a client for a while. */
  void cut(DemoPart client) {
    if (mayBreak() && client.isUp()) {
      client.order(DemoClient.CUT);
      String name = client.name();
      String seconds = DemoClient.CUT_TIME.toSeconds() + " s";
      note(
          name.equals("The sender") ? "Sender cut" : "Receiver cut",
          name + " was cut off for " + seconds + ".",
          List.of());
    }
  }

  private void note(String mark, String what, List<DemoClients.Connection> moved) {
    long now = DemoClock.micros();
    incidents.forEach(before -> before.interrupt(judge, clients, now));
    incidents.add(new DemoIncident(mark, what, now, moved));
  }
}
