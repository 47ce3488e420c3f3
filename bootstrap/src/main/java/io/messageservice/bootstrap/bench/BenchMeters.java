package io.messageservice.bootstrap.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted while it happens. Any thread may count. */
final class BenchMeters {

  /** From when a message was due until another connection had it. */
  final Latencies delivery = new Latencies();

  /** The same until its sender had the answer. */
  final Latencies answer = new Latencies();

  /** By how much the bench itself was late. */
  final Latencies lag = new Latencies();

  final LongAdder sent = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder delivered = new LongAdder();

  /** Messages that came with a position that was seen before. */
  final LongAdder doubled = new LongAdder();

  /** Messages that are missing between others. */
  final LongAdder missing = new LongAdder();

  /** Messages that a connection got when it came back. */
  final LongAdder caughtUp = new LongAdder();

  /** Connections that were closed and opened again on purpose. */
  final LongAdder replaced = new LongAdder();

  /** Connections that ended and should not. */
  final LongAdder broken = new LongAdder();

  /** Messages that were due while nobody could send them. */
  final LongAdder unsent = new LongAdder();

  private final Map<String, LongAdder> faults = new ConcurrentHashMap<>();

  /** A command was refused, or a connection ended, for that reason. */
  void fault(String why) {
    faults.computeIfAbsent(why, any -> new LongAdder()).increment();
  }

  /** How often each happened. */
  Map<String, Long> faults() {
    Map<String, Long> counts = new TreeMap<>();
    faults.forEach((why, count) -> counts.put(why, count.sum()));
    return counts;
  }
}
