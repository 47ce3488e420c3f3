package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.adapter.redis.store.DecisionPass.Decided;
import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One batch on its way: it is decided by what is known, again where something was not known, and
 * again where others have changed a conversation before it was written. Only the lane may call.
 */
final class Commit {

  /** How often conversations that others change all the time are tried. */
  private static final int MOST_TRIES = 200;

  /** How often deciders may ask for something else. */
  private static final int MOST_ROUNDS = 100;

  private final Parts parts;
  private final Cache<ConversationId, CachedConversation> cache;
  private final List<? extends Decider<?>> batch;
  private final long nowMillis;
  private final @Nullable Decided[] decided;
  private final Outcome[] outcomes;

  Commit(
      Parts parts,
      Cache<ConversationId, CachedConversation> cache,
      List<? extends Decider<?>> batch,
      long nowMillis) {
    this.parts = parts;
    this.cache = cache;
    this.batch = batch;
    this.nowMillis = nowMillis;
    this.decided = new Decided[batch.size()];
    this.outcomes = new Outcome[batch.size()];
  }

  /**
   * Decides and writes all of it.
   *
   * @throws StoreUnavailable where it is not known what was written
   */
  List<Outcome> carryOut(Epoch epoch) {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      open.add(i);
    }
    Epoch now = epoch;
    BatchReads reads = new BatchReads(now, parts.reads(), cache);
    for (int tries = 0; !open.isEmpty() && tries < MOST_TRIES; tries++) {
      Collection<PendingConversation> decisions = decide(open, reads);
      parts.joins().announce(decisions, nowMillis);
      CommitScript.Written written = parts.writer().write(decisions, now, nowMillis);
      for (PendingConversation pending : decisions) {
        keep(pending, written, reads);
      }
      open = remaining(open, written.others());
      if (written.isMoved()) {
        now = parts.epochs().look(now);
        cache.invalidateAll();
        reads = new BatchReads(now, parts.reads(), cache);
      }
    }
    open.forEach(i -> outcomes[i] = new Outcome.Failed(contended()));
    return List.of(outcomes);
  }

  private Collection<PendingConversation> decide(List<Integer> open, BatchReads reads) {
    for (int rounds = 0; rounds < MOST_ROUNDS; rounds++) {
      DecisionPass pass = new DecisionPass(reads, parts.livesElsewhere(), parts.random());
      for (int i : open) {
        decided[i] = pass.carryOut(batch.get(i));
      }
      if (reads.isComplete()) {
        return pass.all();
      }
      reads.complete();
    }
    throw new IllegalStateException("commands ask for something else each time");
  }

  private void keep(PendingConversation pending, CommitScript.Written written, BatchReads reads) {
    ConversationId id = pending.id();
    if (written.others().contains(id)) {
      reads.correct(id, written.core(id));
      return;
    }
    Optional<CachedConversation> before =
        pending.isNew() ? Optional.empty() : Optional.ofNullable(cache.getIfPresent(id));
    reads.settle(id, pending.core().map(core -> new StoredConversation(core, now(pending))));
    if (pending.core().isPresent()) {
      CachedConversation after =
          new CachedConversation(new StoredConversation(pending.core().get(), now(pending)));
      before.ifPresent(remembered -> remembered.marks().forEach(after::put));
      pending.marksSeen.forEach(after::put);
      pending.marks.forEach(after::put);
      cache.put(id, after);
    } else {
      cache.invalidate(id);
    }
  }

  private static Conversation now(PendingConversation pending) {
    return pending.now().orElseThrow();
  }

  /** Settles the commands that hold and names the others. */
  private List<Integer> remaining(List<Integer> open, Set<ConversationId> others) {
    List<Integer> remaining = new ArrayList<>();
    for (int i : open) {
      Decided one = decided[i];
      if (one == null || !Collections.disjoint(one.by(), others)) {
        remaining.add(i);
      } else {
        outcomes[i] = one.outcome();
      }
    }
    return remaining;
  }

  private static StoreUnavailable contended() {
    return new StoreUnavailable(
        "others wrote there all the time", new IllegalStateException("no try was left"));
  }
}
