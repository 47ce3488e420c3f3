package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.store.batch.DecisionPass;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Has written what was decided, by one script for all partitions or, in a Redis Cluster, one in
 * each, all at the same time. Each batch has a number, and the partition keeps that of the last
 * with its answer, so that a script that is sent again is not carried out again. Only the lane may
 * call.
 */
final class CommitScript {

  /**
   * When a script has as many conversations and blocks, the next begins: Redis is not busy for
   * long.
   */
  private static final int MAX_CONVERSATIONS = 200;

  static final RedisScript COMMIT =
      RedisScript.beside(CommitScript.class, "forms.lua", "commit.lua");

  private final RedisConnection connection;
  private final String name;
  private final String node;
  private final long retentionMillis;
  private long batches;

  /**
   * With no batch written yet.
   *
   * @param name drawn for this writer
   * @param node that occupancies are reported for
   * @param retention for how long changes are kept at least
   */
  CommitScript(RedisConnection connection, String name, String node, Duration retention) {
    this.connection = connection;
    this.name = name;
    this.node = node;
    this.retentionMillis = retention.toMillis();
  }

  /**
   * Writes all that stands as it was seen.
   *
   * @throws StoreUnavailable where it is not known what was written
   */
  Written write(DecisionPass<PendingRecord> batch, Epoch epoch, long nowMillis) {
    batches++;
    Map<CommitArguments, CompletableFuture<List<Object>>> sent = new LinkedHashMap<>();
    for (CommitArguments arguments : arguments(batch, epoch)) {
      List<?> first = List.of(name, batches, node, nowMillis, retentionMillis);
      sent.put(arguments, COMMIT.list(connection, arguments.keys(), first, arguments.words()));
    }
    Written written = new Written();
    sent.forEach((arguments, answers) -> written.read(RedisAnswers.await(answers), arguments));
    return written;
  }

  /** In a cluster each partition is in a slot of its own, which a script may not leave. */
  private List<CommitArguments> arguments(DecisionPass<PendingRecord> batch, Epoch epoch) {
    Map<KeyPartition, List<PendingRecord>> byPartition = new LinkedHashMap<>();
    for (PendingRecord pending : batch.all()) {
      KeyPartition where = KeyPartition.of(pending.id().value());
      byPartition.computeIfAbsent(where, empty -> new ArrayList<>()).add(pending);
    }
    Map<KeyPartition, List<List<Object>>> ofUsers = new HashMap<>();
    batch.blocks().forEach(each -> add(ofUsers, each.user(), CommitArguments.write(each)));
    batch.notes().forEach(each -> add(ofUsers, each.user(), CommitArguments.write(each)));
    ofUsers.keySet().forEach(where -> byPartition.computeIfAbsent(where, none -> List.of()));
    int most = connection.mode() == RedisConfig.Mode.CLUSTER ? 1 : MAX_CONVERSATIONS;
    List<CommitArguments> all = new ArrayList<>();
    CommitArguments last = new CommitArguments(epoch);
    for (Map.Entry<KeyPartition, List<PendingRecord>> next : byPartition.entrySet()) {
      if (all.isEmpty() || last.size() >= most) {
        last = new CommitArguments(epoch);
        all.add(last);
      }
      KeyPartition where = next.getKey();
      last.add(
          connection.key(where, "run"),
          epoch.run(where),
          next.getValue(),
          ofUsers.getOrDefault(where, List.of()));
    }
    return all;
  }

  private static void add(
      Map<KeyPartition, List<List<Object>>> to, UserId user, List<Object> words) {
    KeyPartition where = KeyPartition.of(user.value());
    to.computeIfAbsent(where, none -> new ArrayList<>()).add(words);
  }

  /** What became of a batch. */
  static final class Written {

    private final Map<ConversationId, String> others = new HashMap<>();
    private boolean moved;

    /** The conversations that stand otherwise, of which nothing was written. */
    Set<ConversationId> others() {
      return others.keySet();
    }

    /** The core as it was instead; empty where there was none. */
    String core(ConversationId id) {
      return others.getOrDefault(id, "");
    }

    /** Whether a partition is not the one that it was taken for. */
    boolean isMoved() {
      return moved;
    }

    private void read(List<Object> answers, CommitArguments arguments) {
      for (int i = 0; i < answers.size(); i++) {
        read(RedisAnswers.text(answers.get(i)), arguments.conversations().get(i));
      }
    }

    private void read(String answer, List<PendingRecord> conversations) {
      if (answer.equals("late")) {
        throw new StoreUnavailable(
            "Redis was late", new IllegalStateException("a later batch was written before this"));
      }
      if (answer.equals("run")) {
        moved = true;
        conversations.forEach(pending -> others.put(pending.id(), ""));
        return;
      }
      answer.lines().forEach(line -> readLine(line, conversations));
    }

    private void readLine(String line, List<PendingRecord> conversations) {
      int space = line.indexOf(' ');
      int place = Integer.parseInt(line, 0, space, 10);
      others.put(conversations.get(place - 1).id(), line.substring(space + 1));
    }
  }
}
