package io.messageservice.kill.event;

import io.messageservice.blackbox.ServiceProcess;
import io.messageservice.kill.event.RecordingReceiver.Moment;
import io.messageservice.kill.event.RecordingReceiver.Mood;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What breaks in a round and is mended in it.
 *
 * @param name for the report
 * @param how does it, and returns once it is mended
 */
record EventFault(String name, Infliction how) {

  /** Longer than a call may take. */
  private static final int LONG_MILLIS = 11_000;

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  /** Breaks and mends. */
  interface Infliction {
    void inflict(Stage stage) throws InterruptedException;
  }

  /** Who is there. */
  record Stage(EventNodes nodes, RecordingReceiver receiver, PushProcess example, Random random) {

    /** Lets time pass: up to so many milliseconds. */
    void pass(int most) throws InterruptedException {
      boolean unused = NEVER.await(random.nextInt(most), TimeUnit.MILLISECONDS);
    }
  }

  static List<EventFault> all(boolean cluster) {
    List<EventFault> everywhere =
        List.of(
            new EventFault("the sender is killed when a call has come", at(Moment.COME)),
            new EventFault("the receiver is killed", EventFault::killReceiver),
            new EventFault("the sender is killed before an answer", at(Moment.TAKEN)),
            new EventFault("the receiver refuses", stage -> mood(stage, Mood.REFUSES, 2_000)),
            new EventFault("the sender is killed after an answer", at(Moment.ANSWERED)),
            new EventFault("the receiver hangs", stage -> mood(stage, Mood.HANGS, hang(stage))));
    List<EventFault> inCluster =
        List.of(
            new EventFault("Redis is killed", EventFault::killRedis),
            new EventFault("the other node is killed", stage -> kill(stage, other(stage))),
            new EventFault("Redis and the sender are killed", EventFault::killRedisAndSender));
    return cluster ? Stream.concat(inCluster.stream(), everywhere.stream()).toList() : everywhere;
  }

  private static Infliction at(Moment moment) {
    return stage -> {
      ServiceProcess sender = stage.nodes().sender();
      CompletableFuture<Void> killed = new CompletableFuture<>();
      stage
          .receiver()
          .strike(
              moment,
              () -> {
                sender.kill();
                boolean unused = killed.complete(null);
              });
      stage.pass(3_000);
      if (stage.receiver().withdraw(moment)) {
        sender.kill();
      } else {
        killed.join();
      }
      stage.pass(1_000);
      sender.restart();
    };
  }

  private static ServiceProcess other(Stage stage) {
    return stage.nodes().other(stage.nodes().sender());
  }

  private static void kill(Stage stage, ServiceProcess node) throws InterruptedException {
    node.kill();
    stage.pass(1_000);
    node.restart();
  }

  /** It cannot be reached then; what it was doing is not answered. */
  private static void killReceiver(Stage stage) throws InterruptedException {
    stage.example().kill();
    stage.receiver().shut();
    stage.pass(2_000);
    stage.example().start();
    stage.receiver().open();
  }

  private static int hang(Stage stage) {
    return stage.random().nextInt(4) == 0 ? LONG_MILLIS : 2_000;
  }

  private static void mood(Stage stage, Mood mood, int millis) throws InterruptedException {
    stage.receiver().be(mood);
    stage.pass(millis);
    stage.receiver().be(Mood.TAKES);
  }

  private static void killRedis(Stage stage) throws InterruptedException {
    stage.nodes().killRedis();
    stage.pass(2_000);
    stage.nodes().restartRedis();
  }

  private static void killRedisAndSender(Stage stage) throws InterruptedException {
    ServiceProcess sender = stage.nodes().sender();
    stage.nodes().killRedis();
    sender.kill();
    stage.pass(1_000);
    stage.nodes().restartRedis();
    sender.restart();
  }

  @Override
  public String toString() {
    return name;
  }
}
