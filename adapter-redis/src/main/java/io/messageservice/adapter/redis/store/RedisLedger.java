package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The write side as one node has it. One thread at a time may call.
 *
 * <p>What it remembers of conversations may be out of date, since other nodes write them, too: the
 * script that writes compares, and what has changed is read and decided again. After a failure
 * everything remembered is given up.
 */
final class RedisLedger implements Ledger {

  /** What is remembered, by the participants of the conversations. */
  private static final int MAX_WEIGHT = 500_000;

  private final Parts parts;
  private final RedisHealth health;
  private final InstantSource clock;
  private final Cache<ConversationId, CachedConversation> cache =
      RedisCaches.bounded(MAX_WEIGHT, CachedConversation::weight);

  /** That of which something may be remembered. */
  private String epoch = "";

  RedisLedger(Parts parts, RedisHealth health, InstantSource clock) {
    this.parts = parts;
    this.health = health;
    this.clock = clock;
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    health.requireWorking();
    boolean done = false;
    try {
      Epoch now = parts.epochs().current();
      if (!now.name().equals(epoch)) {
        cache.invalidateAll();
        epoch = now.name();
      }
      List<Outcome> outcomes = new Commit(parts, cache, batch, clock.millis()).carryOut(now);
      parts.epochs().current(); // others may have answered meanwhile: their past is told, too
      done = true;
      return outcomes;
    } catch (StoreUnavailable e) {
      health.failed(e);
      throw e;
    } finally {
      if (!done) {
        cache.invalidateAll();
      }
    }
  }

  /** What is remembered goes on with it, if it is the next: else it is found out by writing. */
  @Override
  public void heard(ConversationId conversation, long seq, long accessVersion, Instant createdAt) {
    CachedConversation remembered = cache.getIfPresent(conversation);
    if (remembered != null) {
      remembered
          .after(seq, accessVersion, createdAt)
          .ifPresent(after -> cache.put(conversation, after));
    }
  }
}
