package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.adapter.redis.link.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.api.RBatch;
import org.redisson.api.RMapAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Which node watches what, as Redis keeps it. Any thread may call; nothing blocks.
 *
 * <p>Of each part there are two hashes in one slot: {@code interest}, topic to the names of the
 * nodes that watch it, with spaces between; and {@code watchers}, node to the number of its last
 * write to the part. By that number a node knows that the part lost a write, which a fail-over may
 * do, and a write that comes late, because it was sent again, is known and refused.
 */
final class InterestTable {

  /** Topics that a script is given at the most, so that Redis is not busy with it for long. */
  static final int MAX_TOPICS = 500;

  private static final String NAMES =
      """
      local function without(names, node)
        local kept = {}
        for name in string.gmatch(names, '%S+') do
          if name ~= node then kept[#kept + 1] = name end
        end
        return table.concat(kept, ' ')
      end
      local function has(names, node)
        return string.find(' ' .. names .. ' ', ' ' .. node .. ' ', 1, true)
      end
      local function remove(topic, node, names)
        local left = without(names, node)
        if left == '' then redis.call('HDEL', KEYS[1], topic)
        else redis.call('HSET', KEYS[1], topic, left) end
      end
      """;

  /** Node, number, the lowest number that may stand there, how many come, then topics. */
  private static final Script WRITE =
      new Script(
          NAMES
              + """
              local node, number = ARGV[1], tonumber(ARGV[2])
              local at = tonumber(redis.call('HGET', KEYS[2], node) or 0)
              if at >= number then return {'late'} end
              redis.call('HSET', KEYS[2], node, ARGV[2])
              local came = 4 + tonumber(ARGV[4])
              for i = 5, #ARGV do
                local names = redis.call('HGET', KEYS[1], ARGV[i]) or ''
                local there = has(names, node)
                if i <= came and not there then
                  redis.call('HSET', KEYS[1], ARGV[i], names == '' and node or names .. ' ' .. node)
                elseif i > came and there then
                  remove(ARGV[i], node, names)
                end
              end
              return {at < tonumber(ARGV[3]) and 'lost' or 'written'}
              """);

  /** Cursor, how many topics, node. It will find its number gone. */
  private static final Script SWEEP =
      new Script(
          NAMES
              + """
              redis.call('HDEL', KEYS[2], ARGV[3])
              local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
              for at = 1, #page[2], 2 do
                if has(page[2][at + 1], ARGV[3]) then
                  remove(page[2][at], ARGV[3], page[2][at + 1])
                end
              end
              return {page[1]}
              """);

  private final RedissonClient redis;
  private final String prefix;

  InterestTable(RedissonClient redis, String prefix) {
    this.redis = redis;
    this.prefix = prefix;
  }

  /** What became of a write. */
  enum Written {
    /** It is there, and so is all that was written before. */
    WHOLE,
    /** It is there, but what was written before was lost, all or some of it. */
    REST_LOST,
    /** It came later than another one and was not carried out. */
    LATE
  }

  /**
   * Adds and removes the node.
   *
   * @param number higher than that of every write before
   * @param acknowledged the number of the last write that is known to be there
   */
  CompletionStage<Written> write(
      int part,
      String node,
      long number,
      long acknowledged,
      Collection<String> came,
      Collection<String> went) {
    List<Object> arguments = new ArrayList<>(List.of(node, number, acknowledged, came.size()));
    arguments.addAll(came);
    arguments.addAll(went);
    return WRITE
        .run(redis, keys(part), arguments)
        .thenApply(
            answer ->
                switch (answer.get(0).toString()) {
                  case "written" -> Written.WHOLE;
                  case "lost" -> Written.REST_LOST;
                  default -> Written.LATE;
                });
  }

  /** The names of the nodes that watch them, with spaces between, for each topic that has any. */
  CompletionStage<Map<String, String>> find(Map<Integer, Set<String>> topicsByPart) {
    RBatch batch = redis.createBatch();
    Map<String, String> found = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    topicsByPart.forEach(
        (part, topics) ->
            answers.add(
                hash(batch, part, "interest")
                    .getAllAsync(topics)
                    .thenAccept(found::putAll)
                    .toCompletableFuture()));
    return executed(batch, answers).thenApply(all -> found);
  }

  /** The number of the node's last write to each of the parts; 0 where there is none. */
  CompletionStage<Map<Integer, Long>> numbers(String node, Set<Integer> parts) {
    RBatch batch = redis.createBatch();
    Map<Integer, Long> found = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    for (int part : parts) {
      answers.add(
          hash(batch, part, "watchers")
              .getAsync(node)
              .thenAccept(at -> found.put(part, at == null ? 0 : Long.parseLong(at)))
              .toCompletableFuture());
    }
    return executed(batch, answers).thenApply(all -> found);
  }

  private static CompletionStage<Void> executed(RBatch batch, List<CompletableFuture<?>> answers) {
    return batch
        .executeAsync()
        .thenCompose(done -> CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)));
  }

  /** Removes the node from all topics, some at a time. */
  CompletionStage<Void> sweep(String node) {
    return sweep(node, 0, "0");
  }

  private CompletionStage<Void> sweep(String node, int part, String cursor) {
    return SWEEP
        .run(redis, keys(part), List.of(cursor, MAX_TOPICS, node))
        .thenCompose(
            answer -> {
              String next = answer.get(0).toString();
              if (!next.equals("0")) {
                return sweep(node, part, next);
              }
              return part + 1 < Partition.COUNT
                  ? sweep(node, part + 1, "0")
                  : CompletableFuture.completedFuture(null);
            });
  }

  private RMapAsync<String, String> hash(RBatch batch, int part, String name) {
    return batch.getMap(key(part, name), StringCodec.INSTANCE);
  }

  private List<Object> keys(int part) {
    return List.of(key(part, "interest"), key(part, "watchers"));
  }

  private String key(int part, String name) {
    return prefix + new Partition(part).tag() + name;
  }
}
