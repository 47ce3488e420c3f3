package io.messageservice.blackbox.limit;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.blackbox.RawClient;
import io.messageservice.blackbox.ServiceProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A thousand hostile clients do all at once whatever makes the service hold memory, while one pair
 * talks. The heap is small. Clean where the pair had no error and nothing is held in the end.
 */
final class HostileRun {

  private static final int WORKERS = 64;
  private static final int USERS = 40;

  /** A step may hang in a write that the service does not read: the connection is cut then. */
  private static final long CUT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ServiceProcess service;
  private final long endNanos;
  private final long seed;

  /** The connections; a worker owns each place that is a multiple of its number. */
  private final AtomicReferenceArray<RawClient> clients;

  /** Since when a worker is in a step with a connection; 0 where it is not. */
  private final AtomicReferenceArray<RawClient> busy = new AtomicReferenceArray<>(WORKERS);

  private final AtomicLong connected = new AtomicLong();
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();

  private HostileRun(ServiceProcess service, int clients, Duration time, long seed) {
    this.service = service;
    this.clients = new AtomicReferenceArray<>(clients);
    this.endNanos = System.nanoTime() + time.toNanos();
    this.seed = seed;
  }

  /**
   * Runs it; exit code 1 where the pair had an error, the process ended, or something is held.
   *
   * @param args clients, seconds, heap such as {@code 256m}, seed, {@code RATE_LIMIT}
   */
  public static void main(String[] args) throws InterruptedException {
    long seed = Long.parseLong(args[3]);
    System.out.printf(
        "hostile clients %s, seconds %s, heap %s, seed %d%n", args[0], args[1], args[2], seed);
    boolean clean;
    try (ServiceProcess service =
        ServiceProcess.with(Map.of("RATE_LIMIT", args[4], "PRESENCE_AUDIENCE", "contacts"))
            .withHeap(args[2])) {
      service.start();
      service.awaitReady();
      Hostile.fill(service);
      Duration time = Duration.ofSeconds(Long.parseLong(args[1]));
      clean = new HostileRun(service, Integer.parseInt(args[0]), time, seed).isClean();
    }
    System.exit(clean ? 0 : 1);
  }

  private boolean isClean() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      int number = worker;
      threads.add(start(() -> attack(number)));
    }
    threads.add(start(this::cutThoseThatHang));
    boolean talked = new Pair(service).talksUntil(endNanos);
    for (Thread thread : threads) {
      thread.join(TimeUnit.MINUTES.toMillis(1));
    }
    for (int i = 0; i < clients.length(); i++) {
      close(i);
    }
    System.out.printf(
        "connected %d, steps %d, ended by the service %d%n",
        connected.get(), steps.get(), ended.get());
    return talked && leavesNothing();
  }

  private boolean leavesNothing() {
    boolean again = new Pair(service).talksUntil(System.nanoTime());
    service.awaitNothingHeld();
    service.terminate();
    int exit = service.exitCode();
    String output = service.output();
    output
        .lines()
        .filter(line -> line.contains("refused") || line.contains("stopped"))
        .forEach(System.out::println);
    return again
        && exit == 0
        && output.contains("stopped client_memory_held=0")
        && !output.contains("ERROR");
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void attack(int worker) {
    Random random = new Random(seed + worker);
    Hostile hostile = new Hostile(service, seed - worker, USERS);
    int places = (clients.length() + WORKERS - 1 - worker) / WORKERS;
    while (System.nanoTime() < endNanos && places > 0) {
      int place = worker + WORKERS * random.nextInt(places);
      try {
        RawClient client = clients.get(place);
        if (client == null) {
          clients.set(place, hostile.connect());
          connected.incrementAndGet();
        } else if (random.nextInt(50) == 0) {
          close(place);
        } else {
          busy.set(worker, client);
          hostile.step(client);
          steps.incrementAndGet();
        }
      } catch (UncheckedIOException | AssertionError gone) {
        ended.incrementAndGet();
        close(place);
      } finally {
        busy.set(worker, null);
      }
    }
  }

  private void cutThoseThatHang() {
    RawClient[] before = new RawClient[WORKERS];
    while (System.nanoTime() < endNanos) {
      LockSupport.parkNanos(CUT_NANOS);
      for (int worker = 0; worker < WORKERS; worker++) {
        RawClient now = busy.get(worker);
        if (now != null && now == before[worker]) {
          now.close();
        }
        before[worker] = now;
      }
    }
  }

  private void close(int place) {
    RawClient client = clients.getAndSet(place, null);
    if (client != null) {
      client.close();
    }
  }

  /** Two users who behave: they write in turn, and take all that comes. */
  private static final class Pair {
    private static final String JOIN = command("joinConversation", "");
    private static final String SEND = command("sendMessage", ",\"content\":\"hello\"");

    private final ServiceProcess service;
    private long messages;
    private long slowestNanos;

    Pair(ServiceProcess service) {
      this.service = service;
    }

    private static String command(String event, String more) {
      return "{\"event\":\"%s\",\"payload\":{\"conversationId\":\"pair\"%s}}"
          .formatted(event, more);
    }

    /** Whether every message was acknowledged and arrived, up to that time and at least once. */
    boolean talksUntil(long endNanos) {
      try (RawClient alice = RawClient.upgraded(service, "alice");
          RawClient bob = RawClient.upgraded(service, "bob")) {
        for (RawClient client : List.of(alice, bob)) {
          client.sendText(JOIN);
          expect(client, "joinConversation");
        }
        do {
          write(alice, bob);
          write(bob, alice); // whoever only reads, and answers no ping, would be taken for dead
        } while (System.nanoTime() < endNanos);
        return true;
      } catch (UncheckedIOException | AssertionError broken) {
        System.out.println("the pair: " + broken);
        return false;
      } finally {
        System.out.printf(
            "the pair: %d messages, the slowest %d ms%n", messages, slowestNanos / 1_000_000);
      }
    }

    private void write(RawClient from, RawClient to) {
      long began = System.nanoTime();
      from.sendText(SEND);
      expect(from, "sendMessage");
      expect(to, "newMessage");
      messages++;
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - began);
    }

    private static void expect(RawClient client, String event) {
      JsonNode frame = client.readJson();
      boolean failed = frame.has("success") && !frame.get("success").asBoolean();
      if (failed || !frame.get("event").asText().equals(event)) {
        throw new AssertionError("not " + event + ": " + frame);
      }
    }
  }
}
