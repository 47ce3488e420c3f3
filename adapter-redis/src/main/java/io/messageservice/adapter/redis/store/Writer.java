package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Has written what was decided, by one script in each partition, all at the same time. Each batch
 * has a number, and the partition keeps that of the last with its answer, so that a script that is
 * sent again is not carried out again. Only the lane may call.
 */
final class Writer {

  /** The changes that each partition remembers, about: what a node may be late in reading. */
  private static final int MAX_CHANGES = 1 << 16;

  private static final RedisScript COMMIT = RedisScript.beside(Writer.class, "commit.lua");

  private final RedisConnection connection;
  private final Keys keys;
  private final String name;
  private final String node;
  private long batches;

  /**
   * With no batch written yet.
   *
   * @param name drawn for this writer
   * @param node by which it is told who is in which room
   */
  Writer(RedisConnection connection, String name, String node) {
    this.connection = connection;
    this.keys = new Keys(connection.prefix());
    this.name = name;
    this.node = node;
  }

  /**
   * Writes all that stands as it was seen.
   *
   * @throws StoreUnavailable where it is not known what was written
   */
  Written write(Sight sight, Epoch epoch, long nowMillis) {
    batches++;
    Map<Partition, Sheet> sheets = new LinkedHashMap<>();
    for (Pending pending : sight.all()) {
      Partition where = Partition.of(pending.id().value());
      sheets
          .computeIfAbsent(where, empty -> begin(empty, epoch, nowMillis))
          .add(pending, sight.hash(pending.id()));
    }
    Map<Sheet, CompletableFuture<byte[]>> sent = new HashMap<>();
    sheets.forEach(
        (where, sheet) ->
            sent.put(sheet, COMMIT.text(connection, keys.run(where), sheet.words().toArray())));
    Written written = new Written();
    sent.forEach((sheet, answer) -> written.read(Answers.text(Waiting.await(answer)), sheet));
    return written;
  }

  private Sheet begin(Partition where, Epoch epoch, long nowMillis) {
    Sheet sheet = new Sheet(epoch.era());
    sheet.words().add(epoch.run(where)).add(name).add(batches);
    sheet.words().add(node).add(nowMillis).add(MAX_CHANGES);
    return sheet;
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

    private void read(String answer, Sheet sheet) {
      if (answer.equals("late")) {
        throw new StoreUnavailable(
            "Redis was late", new IllegalStateException("a later batch was written before this"));
      }
      if (answer.equals("run")) {
        moved = true;
        sheet.conversations().forEach(pending -> others.put(pending.id(), ""));
        return;
      }
      answer.lines().forEach(line -> readLine(line, sheet));
    }

    private void readLine(String line, Sheet sheet) {
      int space = line.indexOf(' ');
      int place = Integer.parseInt(line, 0, space, 10);
      others.put(sheet.conversations().get(place - 1).id(), line.substring(space + 1));
    }
  }
}
