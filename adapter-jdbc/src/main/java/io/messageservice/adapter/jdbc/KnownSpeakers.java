package io.messageservice.adapter.jdbc;

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

  private static final int MAX_STRETCHES = 100_000;

  private final Cache<Long, Speakers> known =
      Caffeine.newBuilder()
          .maximumWeight(MAX_STRETCHES)
          .<Long, Speakers>weigher((number, speakers) -> speakers.stretches() + 1)
          .executor(Runnable::run)
          .build();

  @Nullable Speakers find(long number) {
    return known.getIfPresent(number);
  }

  /** Keeps them unless newer ones are known. */
  void put(long number, Speakers speakers) {
    known.asMap().merge(number, speakers, (old, now) -> old.to() > now.to() ? old : now);
  }
}
