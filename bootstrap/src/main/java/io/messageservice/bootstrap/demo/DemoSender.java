package io.messageservice.bootstrap.demo;

import io.messageservice.client.ClientListener;
import io.messageservice.client.CommandFailed;
import io.messageservice.client.ConversationMessage;
import io.messageservice.client.MessageClient;
import io.messageservice.client.ScheduledClientThread;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends numbered messages to one conversation at a fixed rate, whatever becomes of them, over some
 * connections in turn. It writes down when each was due, and which were acknowledged. Any thread
 * may begin and stop it; all else happens on its thread.
 */
final class DemoSender implements DemoClient.Role {

  /** Messages a second. */
  static final int RATE = 100;

  private static final long INTERVAL_MICROS = 1_000_000 / RATE;

  /**
   * A JVM is slow at first, in the nodes as well: each client sends so many messages to another
   * conversation before those that count.
   */
  private static final int WARM_UP = 100;

  /** No longer, whatever has become of them. */
  private static final Duration WARM_UP_TIME = Duration.ofSeconds(20);

  /** What is over it waits here, and is withdrawn when the sender stops. */
  private static final int MOST_AT_CLIENT = 50;

  private final ScheduledClientThread thread;
  private final ClientLog log;
  private final Consumer<String> out;
  private final List<Way> ways = new ArrayList<>();
  private int number;
  private long due;
  private boolean stopped;

  /** A client, and what waits before it. */
  private static final class Way {
    private final MessageClient client;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private int atClient;

    Way(MessageClient client) {
      this.client = client;
    }
  }

  DemoSender(DemoClient.Environment environment, Consumer<String> out) {
    this.out = out;
    this.thread = environment.thread();
    this.log = environment.log();
    for (int i = 0; i < environment.lines().size(); i++) {
      ways.add(new Way(environment.client(i).connect(ClientListener.NONE)));
    }
  }

  @Override
  public void begin() {
    List<CompletableFuture<ConversationMessage>> first = new ArrayList<>();
    for (Way way : ways) {
      for (int i = 0; i < WARM_UP; i++) {
        first.add(way.client.sendMessage(DemoClient.WARM_UP_CONVERSATION, "warm-up"));
      }
    }
    var unused =
        CompletableFuture.allOf(first.toArray(CompletableFuture<?>[]::new))
            .orTimeout(WARM_UP_TIME.toSeconds(), TimeUnit.SECONDS)
            .whenCompleteAsync((done, fault) -> beginInTime(), thread);
  }

  private void beginInTime() {
    out.accept(DemoClient.READY);
    due = DemoClock.micros();
    sendDue();
  }

  @Override
  public void stop() {
    thread.execute(
        () -> {
          stopped = true;
          for (Way way : ways) {
            way.waiting.forEach(log::withdrawn);
            way.waiting.clear();
          }
        });
  }

  private void sendDue() {
    if (stopped) {
      return;
    }
    while (due <= DemoClock.micros()) {
      number++;
      int connection = number % ways.size();
      log.sent(number, connection, due);
      due += INTERVAL_MICROS;
      Way way = ways.get(connection);
      way.waiting.add(number);
      sendWaiting(way);
    }
    long wait = Math.max(1_000, due - DemoClock.micros());
    thread.after(Duration.ofMillis(wait / 1_000), this::sendDue);
  }

  private void sendWaiting(Way way) {
    while (way.atClient < MOST_AT_CLIENT && !way.waiting.isEmpty()) {
      int next = way.waiting.remove();
      way.atClient++;
      var unused =
          way.client
              .sendMessage(DemoClient.CONVERSATION, Integer.toString(next))
              .whenComplete((stored, fault) -> answered(way, next, stored, fault));
    }
  }

  private void answered(
      Way way, int answered, @Nullable ConversationMessage stored, @Nullable Throwable fault) {
    way.atClient--;
    if (stored != null) {
      log.acknowledged(answered, stored.seq());
    } else {
      log.refused(fault instanceof CommandFailed refusal ? refusal.code() : "fault");
    }
    thread.execute(() -> sendWaiting(way));
  }
}
