package io.messageservice.adapter.sqlite.store;

import io.messageservice.adapter.sqlite.SqliteConfig;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.store.LedgerLoad;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a message costs the write lane: CPU of its thread and time, by size of batch and number of
 * conversations. A program, not a test; its arguments are {@code full} or {@code normal} and the
 * seconds for each figure.
 */
final class SqliteLedgerBenchmark {

  private final Ledger ledger;
  private final PrintStream out;
  private final LedgerLoad load = new LedgerLoad();
  private long longest;

  private SqliteLedgerBenchmark(Ledger ledger, PrintStream out) {
    this.ledger = ledger;
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    SqliteConfig.Sync sync =
        args.length > 0 && args[0].equals("normal")
            ? SqliteConfig.Sync.NORMAL
            : SqliteConfig.Sync.FULL;
    long millis = args.length > 1 ? Long.parseLong(args[1]) * 1_000 : 3_000;
    Path folder = Files.createTempDirectory(Path.of("."), "benchmark");
    opening(folder, sync, System.out);
    try (SqliteStore store = SqliteStore.open(SqliteConfig.in(folder, sync))) {
      SqliteLedgerBenchmark benchmark = new SqliteLedgerBenchmark(store.ledger(), System.out);
      benchmark.run(1_000, 500, false, millis);
      System.out.println("batch conversations named   us cpu   us time  longest ms");
      for (int conversations : List.of(1, 500)) {
        for (int batch : List.of(1, 10, 100, 1_000)) {
          benchmark.report(batch, conversations, false, millis);
        }
        benchmark.report(100, conversations, true, millis);
      }
    }
    System.out.println("bytes in the folder: " + Files.size(folder.resolve("messages.db")));
  }

  private static void opening(Path folder, SqliteConfig.Sync sync, PrintStream out) {
    for (String what :
        List.of("first in the process, new", "second, existing", "third, existing")) {
      long begin = System.nanoTime();
      SqliteStore store = SqliteStore.open(SqliteConfig.in(folder, sync));
      out.println("open, " + what + ": " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      store.close();
    }
  }

  private void report(int batch, int conversations, boolean named, long millis) {
    long before = load.sent();
    longest = 0;
    long cpu = cpuNanos();
    long begin = System.nanoTime();
    run(batch, conversations, named, millis);
    double count = 1_000.0 * (load.sent() - before);
    out.printf(
        "%5d %13d %5s %8.1f %9.1f %11.1f%n",
        batch,
        conversations,
        named,
        (cpuNanos() - cpu) / count,
        (System.nanoTime() - begin) / count,
        longest / 1e6);
  }

  private void run(int size, int conversations, boolean named, long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      List<Decider<String>> batch = load.batch(size, conversations, named);
      long begin = System.nanoTime();
      ledger.commit(batch);
      longest = Math.max(longest, System.nanoTime() - begin);
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
