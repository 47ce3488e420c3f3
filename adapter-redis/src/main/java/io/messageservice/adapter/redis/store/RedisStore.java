package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.adapter.redis.position.RedisPositions;
import io.messageservice.adapter.redis.server.Durability;
import io.messageservice.application.port.out.ChangeLog;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.store.ConversationIds;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Messages, conversations and read marks in Redis, which several nodes share. */
public final class RedisStore implements AutoCloseable {

  private final Epochs epochs;
  private final RedisHealth health;
  private final RedisConnection connection;
  private final Durability durability;
  private final RedisStoreEvents events;
  private final Ledger ledger;
  private final History history;
  private final ChangeLog changes;
  private final ReaderPositions positions;
  private final ConversationIds conversationIds;

  private RedisStore(
      RedisConnection connection, Config config, SecureRandom random, RedisStoreEvents events) {
    this.connection = connection;
    this.events = events;
    this.durability = new Durability(connection);
    this.epochs = new Epochs(connection, durability, random, events);
    this.health = new RedisHealth(events);
    this.ledger = new RedisLedger(connection, epochs, health, config, random);
    this.history = new RedisHistory(connection, epochs, health, config.clock());
    SingleChanges single = new SingleChanges(connection, epochs, config.clock(), random);
    this.changes = new RedisChangeLog(connection, epochs, health, events, single);
    this.positions = new RedisPositions(connection, config.node(), config.nanoTime());
    this.conversationIds = new ConversationIds(() -> epochs.known().ids().key(), random);
  }

  /**
   * What a node is for its store.
   *
   * @param node its name, unlike those of all others that ever were: 1 to 64 letters, no spaces
   * @param clock for when users joined, and for how old changes are
   * @param nanoTime never goes back; from any origin
   * @param retention for how long changes are kept at least
   */
  public record Config(
      String node, InstantSource clock, LongSupplier nanoTime, Duration retention) {

    public Config {
      if (!node.matches("\\S{1,64}")) {
        throw new IllegalArgumentException("the name of a node has 1 to 64 letters, no spaces");
      }
    }
  }

  /**
   * Opens the store, making it where there is none, and reports what the server would lose.
   *
   * @param connection is not closed with the store
   * @param random for epochs, ids and the key that they are made with
   * @throws UnusableRedis where Redis cannot be used as it is
   */
  public static RedisStore open(
      RedisConnection connection, Config config, SecureRandom random, RedisStoreEvents events) {
    RedisStore store = new RedisStore(connection, config, random, events);
    try {
      store.look();
      RedisHealth.requireWritable(connection);
    } catch (StoreUnavailable e) {
      throw new UnusableRedis("Redis does not keep messages: " + RedisHealth.reason(e), e);
    }
    return store;
  }

  /** The write side. One thread at a time may call. */
  public Ledger ledger() {
    return ledger;
  }

  /** The read side. Any thread that may block may call. */
  public History history() {
    return history;
  }

  /** What was stored, in its order. Any thread that may block may call. */
  public ChangeLog changes() {
    return changes;
  }

  /** How far those have come who read single changes. Any thread that may block may call. */
  public ReaderPositions positions() {
    return positions;
  }

  /** The ids of conversations that are created. Any thread may call. */
  public ConversationIds conversationIds() {
    return conversationIds;
  }

  /** Whether it works, as far as is known. Any thread may ask; never blocks. */
  public boolean works() {
    return health.works();
  }

  /**
   * Finds out whether a store that failed works again; does nothing where it works. Until this has
   * found so, every commit is refused at once.
   *
   * <p>To be called every second or so, by any thread that may block, one at a time.
   */
  public void tryAgain() {
    if (health.works()) {
      return;
    }
    try {
      epochs.look(null);
      RedisHealth.requireWritable(connection);
      health.recovered();
    } catch (StoreUnavailable e) {
      // it does not work yet
    }
  }

  /**
   * Reports again what the server would lose, by its settings as they are now, and notes whether
   * its next start will have lost something.
   *
   * <p>To be called every minute or so, by any thread that may block.
   *
   * @throws StoreUnavailable where it cannot be found out
   */
  public void look() {
    epochs.look(null);
    durability.warnings().forEach(events::mayLose);
  }

  /** Does nothing: what was committed is in Redis, and the connection is not the store's. */
  @Override
  public void close() {
    // see above
  }
}
