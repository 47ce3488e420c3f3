package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisServer;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.store.LedgerLoad;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a message costs: CPU of this process and of Redis and time, by size of batch and number of
 * conversations; then how many messages a second two nodes write to one conversation. A program,
 * not a test; its arguments are the seconds for each figure and those of the command line of Redis.
 */
final class RedisLedgerBenchmark {

  private final RedisServer server;
  private final PrintStream out;
  private final long millis;
  private final LedgerLoad load = new LedgerLoad();

  private RedisLedgerBenchmark(RedisServer server, PrintStream out, long millis) {
    this.server = server;
    this.out = out;
    this.millis = millis;
  }

  public static void main(String[] args) {
    long millis = args.length > 0 ? Long.parseLong(args[0]) * 1_000 : 3_000;
    String[] arguments =
        args.length > 1
            ? List.of(args).subList(1, args.length).toArray(String[]::new)
            : new String[0];
    try (RedisServer server = RedisServer.start(arguments);
        RedisConnection connection = RedisConnection.open(RedisConfig.of(server.url()))) {
      RedisLedgerBenchmark benchmark = new RedisLedgerBenchmark(server, System.out, millis);
      Ledger ledger = open(connection, "one").ledger();
      benchmark.run(ledger, 100, 500, false);
      System.out.println("batch conversations named  us jvm  us redis  us time  bytes");
      for (int conversations : List.of(1, 500)) {
        for (int batch : List.of(1, 10, 100, 1_000)) {
          benchmark.report(ledger, batch, conversations, false);
        }
        benchmark.report(ledger, 100, conversations, true);
      }
      benchmark.contend(List.of(ledger, open(connection, "two").ledger()));
    }
  }

  private static RedisStore open(RedisConnection connection, String node) {
    return RedisStore.open(
        connection,
        OwnStore.config(node, Clock.systemUTC()),
        new SecureRandom(),
        RedisStoreEvents.NONE);
  }

  private void report(Ledger ledger, int batch, int conversations, boolean named) {
    long before = load.sent();
    long cpu = cpuNanos();
    long redis = redisMicros();
    long bytes = redisBytes();
    long begin = System.nanoTime();
    run(ledger, batch, conversations, named);
    double count = load.sent() - before;
    out.printf(
        "%5d %13d %5s %7.1f %9.1f %8.1f %6.0f%n",
        batch,
        conversations,
        named,
        (cpuNanos() - cpu) / count / 1_000,
        (redisMicros() - redis) / count,
        (System.nanoTime() - begin) / count / 1_000,
        (redisBytes() - bytes) / count);
  }

  private void run(Ledger ledger, int size, int conversations, boolean named) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      for (Outcome outcome : ledger.commit(load.batch(size, conversations, named))) {
        if (!(outcome instanceof Outcome.Done)) {
          throw new IllegalStateException(outcome.toString());
        }
      }
    }
  }

  private void contend(List<Ledger> ledgers) {
    for (int size : List.of(1, 10, 100)) {
      List<CompletableFuture<Long>> all =
          ledgers.stream()
              .map(ledger -> CompletableFuture.supplyAsync(() -> contend(ledger, size)))
              .toList();
      long count = all.stream().mapToLong(CompletableFuture::join).sum();
      out.printf("two nodes, one conversation, batch %d: %d/s%n", size, count * 1_000 / millis);
    }
  }

  private long contend(Ledger ledger, int size) {
    long end = System.nanoTime() + millis * 1_000_000;
    long count = 0;
    while (System.nanoTime() < end) {
      ledger.commit(load.batch(size, 1, false));
      count += size;
    }
    return count;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private long redisMicros() {
    return Math.round(1e6 * (info("cpu", "used_cpu_sys:") + info("cpu", "used_cpu_user:")));
  }

  private long redisBytes() {
    return Math.round(info("memory", "used_memory:"));
  }

  private double info(String section, String name) {
    return server
        .ask("INFO", section)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }
}
