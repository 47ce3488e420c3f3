package io.messageservice.bootstrap.metrics;

import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The last commands that were refused, without their contents. Any thread may call. */
public final class RefusalRecorder {

  /** The most that are kept; each further one takes the place of the oldest. */
  public static final int MOST = 100;

  private final InstantSource clock;
  private final AtomicReferenceArray<@Nullable Entry> ring = new AtomicReferenceArray<>(MOST);
  private final AtomicLong count = new AtomicLong();

  RefusalRecorder(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A command that was refused.
   *
   * @param number grows
   * @param command one of a closed set
   */
  public record Entry(long number, Instant at, String command, Code code, UserId user) {}

  void add(String command, Code code, UserId user) {
    long number = count.getAndIncrement();
    ring.set((int) (number % MOST), new Entry(number, clock.instant(), command, code, user));
  }

  /** Those that are kept, the latest first. */
  public List<Entry> latest() {
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      @Nullable Entry entry = ring.get(i);
      if (entry != null) {
        all.add(entry);
      }
    }
    all.sort(Comparator.comparingLong(Entry::number).reversed());
    return all;
  }
}
