package io.messageservice.application.memory;

import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.ContentDigest;
import io.messageservice.application.store.ConversationIds;
import io.messageservice.application.store.RandomNames;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A store that keeps everything in memory and loses it with the process: for trials and tests.
 *
 * <p>It has no bound but the heap: what was said is never forgotten while the process lives.
 */
public final class InMemoryStore {

  private final Tables tables;
  private final RandomGenerator random;
  private final Ledger ledger;
  private final ReadSide history;
  private final ConversationIds ids;

  /**
   * An empty store.
   *
   * @param random makes its epoch and the ids of messages
   */
  public InMemoryStore(RandomGenerator random) {
    this.random = random;
    String epoch = RandomNames.next(random);
    byte[] key = new byte[AesBlocks.BYTES];
    random.nextBytes(key);
    this.tables = new Tables(new ContentDigest(() -> key));
    this.history = new InMemoryHistory(tables, epoch);
    this.ids = new ConversationIds(() -> key, random);
    this.ledger = ledgerOf("alone");
  }

  /** The write side. One thread at a time may call. */
  public Ledger ledger() {
    return ledger;
  }

  /** The write side of a node with so many writers. */
  public List<Ledger> ledgers(int writers) {
    return Stream.generate(() -> ledgerOf("alone")).limit(writers).toList();
  }

  /**
   * The write side as one of several nodes has it that share the store. One thread at a time may
   * call each.
   *
   * @param node its name, unlike those of all others
   */
  public Ledger ledgerOf(String node) {
    return new InMemoryLedger(tables, random, node);
  }

  /** The ids of conversations that are created. */
  public ConversationIds conversationIds() {
    return ids;
  }

  /** The read side. Any thread may call. */
  public ReadSide history() {
    return history;
  }
}
