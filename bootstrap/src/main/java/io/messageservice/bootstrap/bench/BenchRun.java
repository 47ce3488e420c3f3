package io.messageservice.bootstrap.bench;

import io.messageservice.bootstrap.bench.BenchResult.Count;
import io.messageservice.bootstrap.figure.FigureText;
import io.messageservice.client.socket.JdkSockets;
import io.messageservice.client.socket.SocketOpener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** One measurement, from the first connection to the last. One thread runs it, to its end. */
public final class BenchRun {

  /** How many connections are being opened at a time. */
  private static final int OPENING = 50;

  /** How often those are opened again that broke at the beginning. */
  private static final int OPENING_TRIES = 3;

  private static final Duration OPENING_TIME = Duration.ofMinutes(2);
  private static final Duration DRAIN_TIME = Duration.ofSeconds(10);
  private static final long SECOND = 1_000_000_000;
  private static final long LOOK_AGAIN = 2_000_000;

  private final BenchPlan plan;
  private final Consumer<String> progress;
  private final BenchMeters meters = new BenchMeters();
  private final List<BenchUser> users = new ArrayList<>();
  private final CpuMeter cpu;
  private final BenchContent content;
  private final long begin = System.nanoTime();

  /** Whose turn it is to send, and to be replaced. */
  private int sender;

  private int leaver;

  /**
   * Connects to nobody yet.
   *
   * @param name of the run, which no other run has: conversations are called by it
   * @param tokens that of each connection, by its number from 0
   * @param progress gets a line each second
   */
  public BenchRun(
      BenchPlan plan, String name, IntFunction<String> tokens, Consumer<String> progress) {
    this(plan, name, tokens, progress, new JdkSockets(), CpuMeter.of(plan));
  }

  BenchRun(
      BenchPlan plan,
      String name,
      IntFunction<String> tokens,
      Consumer<String> progress,
      SocketOpener opener,
      CpuMeter cpu) {
    this.plan = plan;
    this.progress = progress;
    this.cpu = cpu;
    this.content = new BenchContent(plan.contentLength());
    for (int i = 0; i < plan.connections(); i++) {
      int number = i;
      users.add(
          new BenchUser(
              "bench-" + name + "-" + plan.roomOf(i),
              plan.url(),
              opener,
              () -> tokens.apply(number),
              meters,
              this::now));
    }
  }

  private long now() {
    return System.nanoTime() - begin;
  }

  /** Carries it out. It ends by itself: after the time of the plan and that of what has to wait. */
  public BenchResult run() throws InterruptedException {
    try {
      double openingSeconds = open();
      int opened = (int) users.stream().filter(BenchUser::isLive).count();
      OptionalDouble before = cpu.seconds();
      double seconds = opened == plan.connections() ? send() : 0;
      if (opened == plan.connections()) {
        drain();
      }
      OptionalDouble used = less(cpu.seconds(), before);
      return result(opened, openingSeconds, seconds, used);
    } finally {
      users.forEach(BenchUser::close);
    }
  }

  private static OptionalDouble less(OptionalDouble after, OptionalDouble before) {
    return after.isPresent() && before.isPresent()
        ? OptionalDouble.of(after.getAsDouble() - before.getAsDouble())
        : OptionalDouble.empty();
  }

  private double open() throws InterruptedException {
    long begun = now();
    for (BenchUser user : users) {
      await(() -> underWay() < OPENING, OPENING_TIME);
      user.open();
    }
    for (int tries = 0; tries < OPENING_TRIES; tries++) {
      await(() -> underWay() == 0, OPENING_TIME);
      comeBack();
    }
    await(() -> underWay() == 0, OPENING_TIME);
    return seconds(begun);
  }

  private long underWay() {
    return users.stream().filter(user -> !user.isAway() && !user.isLive()).count();
  }

  /** Returns for how many seconds. */
  private double send() throws InterruptedException {
    long begun = now();
    Timetable messages = new Timetable(begun, plan.rate());
    Timetable churn = new Timetable(begun, plan.churn());
    Timetable lines = new Timetable(begun, 1);
    long end = begun + plan.time().toNanos();
    while (messages.next() <= end) {
      long next = Math.min(messages.next(), Math.min(churn.next(), lines.next()));
      park(next);
      if (next == messages.next()) {
        send(messages.take());
      } else if (next == churn.next()) {
        long unused = churn.take();
        replaceOne();
      } else {
        long unused = lines.take();
        comeBack();
        progress.accept(line(begun));
      }
    }
    return seconds(begun);
  }

  private void send(long due) {
    meters.lag.record(now() - due);
    String text = content.due(due);
    for (int tries = 0; tries < users.size(); tries++) {
      if (users.get(sender++ % users.size()).send(text)) {
        return;
      }
    }
    meters.unsent.increment();
  }

  private void replaceOne() {
    for (int tries = 0; tries < users.size(); tries++) {
      if (users.get(leaver++ % users.size()).replace()) {
        return;
      }
    }
  }

  /** Connections that broke are opened again. */
  private void comeBack() {
    users.stream().filter(BenchUser::isAway).limit(OPENING).forEach(BenchUser::open);
  }

  /** Waits until everybody has everything. */
  private void drain() throws InterruptedException {
    comeBack();
    await(
        () -> users.stream().allMatch(user -> user.isLive() && user.isIdle()) && lost() == 0,
        DRAIN_TIME);
  }

  /** What others in its conversation have and a connection has not. */
  private long lost() {
    Map<String, Long> heads =
        users.stream().collect(Collectors.toMap(BenchUser::room, BenchUser::seq, Math::max));
    return meters.missing.sum()
        + users.stream().mapToLong(user -> heads.getOrDefault(user.room(), 0L) - user.seq()).sum();
  }

  private String line(long begun) {
    Latencies.Quantiles times = meters.delivery.quantiles();
    return "%s s  sent %s  acknowledged %s  delivered %s  p50 %s  p99 %s"
        .formatted(
            Math.round(seconds(begun)),
            FigureText.count(meters.sent.sum()),
            FigureText.count(meters.acknowledged.sum()),
            FigureText.count(meters.delivered.sum()),
            FigureText.millis(times.p50()),
            FigureText.millis(times.p99()));
  }

  private BenchResult result(
      int opened, double openingSeconds, double seconds, OptionalDouble cpuSeconds) {
    long failed =
        meters.faults().entrySet().stream()
            .filter(fault -> fault.getKey().startsWith("sendMessage"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    long sent = meters.sent.sum();
    long acknowledged = meters.acknowledged.sum();
    return new BenchResult(
        plan,
        opened,
        openingSeconds,
        seconds,
        lost(),
        cpuSeconds,
        Map.of(
            Count.SENT, sent,
            Count.ACKNOWLEDGED, acknowledged,
            Count.DELIVERED, meters.delivered.sum(),
            Count.DOUBLED, meters.doubled.sum(),
            Count.CAUGHT_UP, meters.caughtUp.sum(),
            Count.REPLACED, meters.replaced.sum(),
            Count.BROKEN, meters.broken.sum(),
            Count.UNSENT, meters.unsent.sum(),
            Count.UNANSWERED, sent - acknowledged - failed),
        meters.delivery.quantiles(),
        meters.answer.quantiles(),
        meters.lag.quantiles(),
        meters.faults());
  }

  private double seconds(long since) {
    return (now() - since) / (double) SECOND;
  }

  private void park(long until) throws InterruptedException {
    for (long left = until - now(); left > 0; left = until - now()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private void await(BooleanSupplier condition, Duration most) throws InterruptedException {
    long end = now() + most.toNanos();
    while (!condition.getAsBoolean() && now() < end) {
      park(now() + LOOK_AGAIN);
    }
  }
}
