package io.messageservice.adapter.sqlite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Speakers} of conversations that were asked for, by their numbers. What was said does
 * not change and a number never comes again, so an entry is never wrong; it may end before the
 * head. Only what is committed may be put here.
 *
 * <p>Bounded by the stretches held, about 100 bytes each; the least used go first. Any thread may
 * call.
 */
final class KnownSpeakers {

  /** Several have written, which is never undone. */
  static final long SEVERAL = Long.MAX_VALUE;

  private static final int MAX_STRETCHES = 100_000;

  private final Cache<Long, Speakers> known =
      Caffeine.newBuilder()
          .maximumWeight(MAX_STRETCHES)
          .<Long, Speakers>weigher((number, speakers) -> speakers.stretches() + 1)
          .executor(Runnable::run)
          .build();

  /** Two cached numbers each. */
  private static final int MAX_SOLE = 200_000;

  /** Up to which position nobody but the sender of the first message has written. */
  private final Cache<Long, Long> sole =
      Caffeine.newBuilder().maximumSize(MAX_SOLE).executor(Runnable::run).build();

  @Nullable Speakers find(long number) {
    return known.getIfPresent(number);
  }

  /** Keeps them unless newer ones are known. */
  void put(long number, Speakers speakers) {
    known.asMap().merge(number, speakers, (old, now) -> old.to() > now.to() ? old : now);
  }

  /**
   * The position up to which only the sender of the first message is known to have written: 0 where
   * nothing is known, {@link #SEVERAL} where somebody else has written.
   */
  long soleUpTo(long number) {
    Long known = sole.getIfPresent(number);
    return known == null ? 0 : known;
  }

  /** Notes it unless more is known. */
  void putSole(long number, long upTo) {
    sole.asMap().merge(number, upTo, Math::max);
  }
}
