package io.messageservice.adapter.redis.store;

import com.github.benmanes.caffeine.cache.Cache;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.store.Conversations.StoredConversation;
import io.messageservice.adapter.redis.store.format.ConversationRecord;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.ConversationMemory;
import io.messageservice.application.store.RandomNames;
import io.messageservice.application.store.batch.DecisionPass;
import io.messageservice.application.store.batch.DecisionPass.Decided;
import io.messageservice.application.store.batch.Personal;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /** How often conversations that others change all the time are tried. */
  private static final int MOST_TRIES = 200;

  /** How often deciders may ask for something else. */
  private static final int MOST_ROUNDS = 100;

  private final Epochs epochs;
  private final RedisHealth health;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Reads reads;
  private final UserConversations users;
  private final UserBlocks blocks;
  private final CommitScript writer;
  private final Cache<ConversationId, CachedConversation> cache =
      Epoch.bounded(MAX_WEIGHT, CachedConversation::weight);

  /** That of which something may be remembered. */
  private String epoch = "";

  /**
   * With nothing written yet.
   *
   * @param config of the store
   * @param random for what is drawn for each conversation that begins
   */
  RedisLedger(
      RedisConnection connection,
      Epochs epochs,
      RedisHealth health,
      RedisStore.Config config,
      RandomGenerator random) {
    this.epochs = epochs;
    this.health = health;
    this.clock = config.clock();
    this.random = random;
    this.reads = new Reads(connection);
    this.users = new UserConversations(connection, clock);
    this.blocks = new UserBlocks(connection, clock);
    this.writer =
        new CommitScript(
            connection, RandomNames.shorter(random), config.node(), config.retention());
  }

  @Override
  public List<Outcome> commit(List<? extends Decider<?>> batch) {
    health.requireWorking();
    boolean done = false;
    try {
      Epoch now = epochs.current();
      if (!now.name().equals(epoch)) {
        cache.invalidateAll();
        epoch = now.name();
      }
      List<Outcome> outcomes = new Commit(batch, now).carryOut();
      epochs.current(); // others may have answered meanwhile: their epoch counts, too
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
  public void storedElsewhere(
      ConversationId conversation, Position position, long accessVersion, Instant createdAt) {
    goOn(conversation, remembered -> remembered.after(position, accessVersion, createdAt));
  }

  @Override
  public void changedElsewhere(ConversationId conversation, Position position) {
    goOn(conversation, remembered -> remembered.afterChange(position));
  }

  private void goOn(
      ConversationId id, Function<CachedConversation, Optional<CachedConversation>> next) {
    Optional.ofNullable(cache.getIfPresent(id))
        .flatMap(next)
        .ifPresent(after -> cache.put(id, after));
  }

  /**
   * One batch on its way: it is decided by what is known, again where something was not known, and
   * again where others have changed a conversation before it was written.
   */
  private final class Commit {

    private final List<? extends Decider<?>> batch;
    private final long nowMillis = clock.millis();
    private final @Nullable Decided[] decided;
    private final Outcome[] outcomes;
    private BatchReads known;

    Commit(List<? extends Decider<?>> batch, Epoch epoch) {
      this.batch = batch;
      this.decided = new Decided[batch.size()];
      this.outcomes = new Outcome[batch.size()];
      this.known = new BatchReads(epoch, reads, cache);
    }

    /**
     * Decides and writes all of it.
     *
     * @throws StoreUnavailable where it is not known what was written
     */
    List<Outcome> carryOut() {
      List<Integer> open = IntStream.range(0, batch.size()).boxed().toList();
      for (int tries = 0; !open.isEmpty() && tries < MOST_TRIES; tries++) {
        DecisionPass<PendingRecord> pass = decide(open);
        users.announce(pass.all(), nowMillis);
        List<BlockChange> changed = pass.blocks();
        blocks.announce(changed, pass.confirmedBlocks(), nowMillis);
        CommitScript.Written written = writer.write(pass, known.epoch(), nowMillis);
        pass.all().forEach(pending -> keep(pending, written));
        known.forgetBlocks();
        open = remaining(open, written);
        if (!written.isMoved()) {
          blocks.settle(changed);
        } else {
          Epoch now = epochs.look(known.epoch());
          cache.invalidateAll();
          known = new BatchReads(now, reads, cache);
        }
      }
      open.forEach(i -> outcomes[i] = new Outcome.Failed(contended()));
      return List.of(outcomes);
    }

    /** Those who still ask for something after the last round fail, and only they. */
    private DecisionPass<PendingRecord> decide(List<Integer> open) {
      for (int rounds = 1; ; rounds++) {
        DecisionPass<PendingRecord> pass = new DecisionPass<>(known, this::pending);
        for (int i : open) {
          decided[i] = pass.carryOut(batch.get(i));
        }
        if (known.isComplete() || rounds == MOST_ROUNDS) {
          return pass;
        }
        known.complete();
      }
    }

    private PendingRecord pending(ConversationId id) {
      return new PendingRecord(id, known.stored(id), RandomNames.shorter(random), known.epoch());
    }

    private void keep(PendingRecord pending, CommitScript.Written written) {
      ConversationId id = pending.id();
      if (written.others().contains(id)) {
        known.correct(id, written.core(id));
        return;
      }
      Optional<CachedConversation> before =
          pending.isNew() ? Optional.empty() : Optional.ofNullable(cache.getIfPresent(id));
      Optional<StoredConversation> stored = pending.stored();
      known.settle(id, stored);
      if (stored.isPresent()) {
        CachedConversation after =
            before
                .map(remembered -> remembered.as(stored.get()))
                .orElseGet(() -> new CachedConversation(stored.get()));
        after.goOn(pending);
        cache.put(id, after);
      } else {
        cache.invalidate(id);
      }
    }

    /** Settles the commands that hold and names the others. */
    private List<Integer> remaining(List<Integer> open, CommitScript.Written written) {
      List<Integer> remaining = new ArrayList<>();
      for (int i : open) {
        Decided one = decided[i];
        if (one == null
            || !Collections.disjoint(one.by(), written.others())
            || (one.isOfUser() && written.isMoved())) {
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

  /**
   * A conversation as it stood when this node last wrote or read it, with what users were seen to
   * have there for themselves. Only the lane may call.
   */
  static final class CachedConversation {

    /** The users of whom that is kept, those used last. */
    private static final int MAX_USERS = 64;

    private final StoredConversation stored;
    private final Map<UserId, Personal> personal;

    CachedConversation(StoredConversation stored) {
      this(stored, new LinkedHashMap<>(4, 0.75f, true));
    }

    private CachedConversation(StoredConversation stored, Map<UserId, Personal> personal) {
      this.stored = stored;
      this.personal = personal;
    }

    StoredConversation stored() {
      return stored;
    }

    Map<UserId, Personal> personal() {
      return personal;
    }

    /**
     * As the batch leaves them. What it saw of a conversation that was forgotten counts no more.
     */
    private void goOn(PendingRecord batch) {
      if (!batch.isNew()) {
        personal.putAll(batch.personalSeen());
      }
      if (batch.isPersonal()) {
        personal.replaceAll(batch::personal);
      }
      while (personal.size() > MAX_USERS) {
        personal.remove(personal.keySet().iterator().next());
      }
    }

    /** As it stands after a message; empty where that is not the next, or others come or go. */
    Optional<CachedConversation> after(Position at, long accessVersion, Instant createdAt) {
      Conversation conversation = stored.conversation();
      return stored.core().accessVersion() == accessVersion
              && conversation.position().afterMessage().equals(at)
              && !createdAt.isBefore(conversation.lastAt())
          ? Optional.of(next(conversation.after(at.seq(), createdAt)))
          : Optional.empty();
    }

    /** As it stands after a change of a message; empty where that is not the next. */
    Optional<CachedConversation> afterChange(Position at) {
      Conversation conversation = stored.conversation();
      return conversation.position().afterChange().equals(at)
          ? Optional.of(next(conversation.afterChange()))
          : Optional.empty();
    }

    private CachedConversation next(Conversation next) {
      return as(new StoredConversation(ConversationRecord.of(next, stored.core().born()), next));
    }

    /** With the same of users: this is given up with it. */
    private CachedConversation as(StoredConversation next) {
      return new CachedConversation(next, personal);
    }

    int weight() {
      Conversation conversation = stored.conversation();
      return ConversationMemory.of(conversation.participants(), conversation.details());
    }
  }
}
