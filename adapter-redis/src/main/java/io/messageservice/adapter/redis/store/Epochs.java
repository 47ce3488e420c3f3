package io.messageservice.adapter.redis.store;

import static io.messageservice.adapter.redis.RedisAnswers.await;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.UnusableRedis;
import io.messageservice.adapter.redis.server.Durability;
import io.messageservice.adapter.redis.store.format.HashIds;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.AesBlocks;
import io.messageservice.application.store.RandomNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that the store is the one it was. Whatever process has a partition is noted there, by
 * the id that it draws when it starts, with the epoch. Where another process has it now, or nothing
 * is noted, acknowledged messages may be lost and another epoch begins; but for one server without
 * replicas that wrote everything to its disk before it acknowledged it.
 *
 * <p>Another process is reached only by another connection. So it is enough to look again whenever
 * one was made: what is answered counts only where none was made since.
 *
 * <p>Any thread that may block may call.
 */
final class Epochs {

  private static final String FORMAT = "1";
  private static final int MOST_TRIES = 50;
  private static final int MOST_ANSWERS = 10;

  /** Longer than another node takes to note what it has begun. */
  private static final Duration SECOND_LOOK = Duration.ofMillis(200);

  private static final RedisScript META = RedisScript.beside(Epochs.class, "meta.lua");
  private static final RedisScript BEGIN = RedisScript.beside(Epochs.class, "epoch.lua");
  private static final RedisScript RUN = RedisScript.beside(Epochs.class, "run.lua");
  private static final RedisScript NOTE = RedisScript.beside(Epochs.class, "note.lua");

  private final RedisConnection connection;
  private final Durability durability;
  private final RandomGenerator random;
  private final RedisStoreEvents events;
  private volatile @Nullable Epoch current;

  Epochs(
      RedisConnection connection,
      Durability durability,
      RandomGenerator random,
      RedisStoreEvents events) {
    this.connection = connection;
    this.durability = durability;
    this.random = random;
    this.events = events;
  }

  /** The epoch when it was last made sure of. Never blocks. */
  Epoch known() {
    Epoch known = current;
    if (known == null) {
      throw new IllegalStateException("the store was not opened");
    }
    return known;
  }

  /**
   * The epoch of whatever has been answered by now.
   *
   * @throws StoreUnavailable where it cannot be made sure of
   */
  Epoch current() {
    Epoch known = current;
    return known != null && isSure(known) ? known : look(known);
  }

  /** Whether no other process can have answered since the epoch was made sure of. */
  boolean isSure(Epoch epoch) {
    return epoch.connections() == connection.connectionsMade();
  }

  /**
   * An answer of the present epoch: where another process can have given it, the epoch is made sure
   * of first and Redis is asked again.
   *
   * @throws StoreUnavailable where there is none, which is noted
   */
  <T> T in(RedisHealth health, Function<Epoch, T> question) {
    health.requireAnswering();
    try {
      return in(question);
    } catch (StoreUnavailable e) {
      health.failed(e);
      throw e;
    }
  }

  /** The same, for those who read on later and whose failures say nothing of the store. */
  <T> T in(Function<Epoch, T> question) {
    for (int tries = 0; tries < MOST_ANSWERS; tries++) {
      Epoch epoch = current();
      T answer = question.apply(epoch);
      if (isSure(epoch)) {
        return answer;
      }
    }
    throw new StoreUnavailable(
        "Redis is not the same for long enough", new IllegalStateException("changing servers"));
  }

  /**
   * Looks again, unless another thread has done so since the caller knew that one.
   *
   * @param known null where it is to be looked in any case
   */
  synchronized Epoch look(@Nullable Epoch known) {
    Epoch last = current;
    if (last != null && known != null && !last.equals(known) && isSure(last)) {
      return last;
    }
    Epoch found = find();
    if (last == null) {
      current = found;
      return found;
    }
    Epoch now = last.again(found);
    current = now;
    if (!now.name().equals(last.name())) {
      events.newEpoch(now.name());
    }
    return now;
  }

  private Epoch find() {
    String before = "";
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      long connections = connection.connectionsMade();
      List<?> meta = meta();
      List<String> runs = new ArrayList<>();
      String epoch = RedisAnswers.text(meta.get(1));
      boolean settled = isSettled(epoch, runs, epoch.equals(before));
      before = epoch;
      if (settled && connection.connectionsMade() == connections) {
        int era = Integer.parseInt(RedisAnswers.text(meta.get(2)));
        return Epoch.of(epoch, era, new HashIds((byte[]) meta.get(3)), runs, connections);
      }
    }
    throw new StoreUnavailable(
        "Redis is not the same for long enough", new IllegalStateException("changing servers"));
  }

  private List<?> meta() {
    byte[] key = new byte[AesBlocks.BYTES];
    random.nextBytes(key);
    List<Object> meta = await(META.list(connection, metaKey(), FORMAT, newName(), key));
    if (!RedisAnswers.text(meta.get(0)).equals(FORMAT)) {
      throw new UnusableRedis(
          "what is stored under " + connection.prefix() + " was written by another version");
    }
    return meta;
  }

  /**
   * Whether all partitions are noted as they are, in that epoch; notes what can be noted. Where
   * something may be lost another epoch begins, but not at the first look: another node may have
   * begun this one and not have noted it everywhere yet.
   *
   * @param again whether this epoch was looked at before
   */
  private boolean isSettled(String epoch, List<String> runs, boolean again) {
    List<PartitionProcess> found = runs();
    boolean synced = durability.isSynced();
    if (found.stream().anyMatch(run -> run.mayHaveLost(synced))) {
      return again ? begin(epoch, found, synced) : pause();
    }
    boolean settled = true;
    for (PartitionProcess run : found) {
      String now = run.now(epoch, synced);
      settled &= run.noted().equals(now) || note(run, now);
      runs.add(now);
    }
    return settled;
  }

  private static boolean pause() {
    LockSupport.parkNanos(SECOND_LOOK.toNanos());
    return false;
  }

  /** Begins another epoch and notes it; where somebody else has begun one, that is looked at. */
  private boolean begin(String epoch, List<PartitionProcess> found, boolean synced) {
    String next = newName();
    if (await(BEGIN.number(connection, metaKey(), epoch, next)) == 1) {
      found.forEach(run -> note(run, run.now(next, synced)));
    }
    return false;
  }

  private boolean note(PartitionProcess run, String now) {
    String key = connection.key(run.partition(), "run");
    return await(NOTE.number(connection, key, run.noted(), now)) == 1;
  }

  private List<PartitionProcess> runs() {
    List<CompletableFuture<List<Object>>> asked = new ArrayList<>();
    for (int i = 0; i < KeyPartition.COUNT; i++) {
      asked.add(RUN.list(connection, connection.key(new KeyPartition(i), "run")));
    }
    List<PartitionProcess> runs = new ArrayList<>();
    for (CompletableFuture<List<Object>> answer : asked) {
      List<Object> run = await(answer);
      runs.add(
          new PartitionProcess(
              new KeyPartition(runs.size()),
              RedisAnswers.text(run.get(0)),
              RedisAnswers.text(run.get(1))));
    }
    return runs;
  }

  private String newName() {
    return RandomNames.next(random);
  }

  /** What the store is. */
  private String metaKey() {
    return connection.prefix() + "meta";
  }

  /**
   * Which process has a partition.
   *
   * @param process the id that it drew when it started
   * @param noted what was last noted of it: the id of a process, {@code synced} or {@code loose},
   *     and an epoch; empty where nothing was
   */
  private record PartitionProcess(KeyPartition partition, String process, String noted) {

    private static final String SYNCED = "synced";
    private static final String LOOSE = "loose";

    /** What is to be noted. What is once noted of a process as loose stays so: it may have lost. */
    String now(String epoch, boolean synced) {
      String[] words = words();
      boolean wasLoose = words.length == 3 && words[0].equals(process) && words[1].equals(LOOSE);
      return process + " " + (synced && !wasLoose ? SYNCED : LOOSE) + " " + epoch;
    }

    /**
     * Whether another process had it, or nobody, so that something may be lost.
     *
     * @param synced whether the process writes everything to its disk; it is then the one that did
     *     so before, started again
     */
    boolean mayHaveLost(boolean synced) {
      String[] words = words();
      boolean same = words[0].equals(process);
      boolean sameDisk = words.length == 3 && words[1].equals(SYNCED) && synced;
      return !same && !sameDisk;
    }

    private String[] words() {
      return noted.split(" ", -1);
    }
  }
}
