package io.messageservice.adapter.redis.bus;

import io.messageservice.adapter.redis.KeyPartition;
import io.messageservice.adapter.redis.RedisConfig;
import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.application.port.out.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RBatch;
import org.redisson.api.RMapAsync;
import org.redisson.client.codec.StringCodec;

/**
 * Which node watches what, as Redis keeps it. Any thread may call; nothing blocks.
 *
 * <p>Of each part there are two hashes in one slot: {@code interest}, topic to the names of the
 * nodes that watch it, with spaces between; and {@code watchers}, node to the number of its last
 * write to the part. By that number a node knows that the part lost a write, which a fail-over may
 * do, and a write that comes late, because it was sent again, is known and refused.
 */
final class RedisInterestTable {

  /** Topics that a script is given at the most, so that Redis is not busy with it for long. */
  static final int MAX_TOPICS = 500;

  private static final RedisScript WRITE =
      RedisScript.beside(RedisInterestTable.class, "names.lua", "write.lua");
  private static final RedisScript SWEEP =
      RedisScript.beside(RedisInterestTable.class, "names.lua", "sweep.lua");

  private final RedisConnection connection;
  private final String prefix;

  RedisInterestTable(RedisConnection connection, String prefix) {
    this.connection = connection;
    this.prefix = prefix;
  }

  /** How a topic is named there, on which all versions of nodes in a cluster must agree. */
  static String name(Topic topic) {
    if (topic instanceof Topic.OfConversation of) {
      return "c" + of.conversation().value();
    }
    return "u" + ((Topic.OfUser) topic).user().value();
  }

  /** What became of a write. */
  enum Written {
    /** It is there, and so is all that was written before. */
    WHOLE,
    /** It is there, but what was written before was lost, all or some of it. */
    REST_LOST,
    /** It arrived after a later one and was not carried out. */
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
      Collection<String> added,
      Collection<String> removed) {
    return WRITE
        .texts(connection, keys(part), node, number, acknowledged, added.size(), added, removed)
        .thenApply(
            answer ->
                switch (answer.get(0).toString()) {
                  case "written" -> Written.WHOLE;
                  case "lost" -> Written.REST_LOST;
                  default -> Written.LATE;
                });
  }

  /**
   * The names of the nodes that watch them, with spaces between, for each topic that has any.
   *
   * @param posts are published on the way: together with the question where one server has it all
   */
  CompletionStage<Map<String, String>> find(
      Map<Integer, Set<String>> topicsByPart, List<Post> posts) {
    RBatch batch = connection.client().createBatch();
    Map<String, String> found = new ConcurrentHashMap<>();
    List<CompletableFuture<?>> answers = new ArrayList<>();
    topicsByPart.forEach(
        (part, topics) ->
            answers.add(
                hash(batch, part, "interest")
                    .getAllAsync(topics)
                    .thenAccept(found::putAll)
                    .toCompletableFuture()));
    boolean together = connection.mode() != RedisConfig.Mode.CLUSTER;
    posts.forEach(
        together ? post -> post.publish(batch) : post -> post.publish(connection.client()));
    CompletionStage<Map<String, String>> look = executed(batch, answers).thenApply(all -> found);
    return together ? look.whenComplete((all, fault) -> end(posts, fault)) : look;
  }

  /** Where the batch failed as a whole the library need not fail each command. */
  private static void end(List<Post> posts, @Nullable Throwable fault) {
    if (fault != null) {
      posts.forEach(post -> post.fail(fault));
    }
  }

  /** The number of the node's last write to each of the parts; 0 where there is none. */
  CompletionStage<Map<Integer, Long>> numbers(String node, Set<Integer> parts) {
    RBatch batch = connection.client().createBatch();
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
        .texts(connection, keys(part), cursor, MAX_TOPICS, node)
        .thenCompose(
            answer -> {
              String next = answer.get(0).toString();
              if (!next.equals("0")) {
                return sweep(node, part, next);
              }
              return part + 1 < KeyPartition.COUNT
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
    return prefix + new KeyPartition(part).tag() + name;
  }
}
