package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stream of commands as the consumer group of all nodes reads it. One thread at a time may
 * call; everything waits for Redis.
 */
final class CommandQueue {

  private static final String GROUP = "message-service";

  /** About how many commands that cannot be carried out are kept. */
  private static final int MAX_POISON = 10_000;

  /** How long a consumer may do nothing before it counts as absent. */
  private static final Duration ABSENCE = Duration.ofHours(1);

  /** The consumer that holds what any node may take; no node has that name. */
  private static final String RELEASED = "released";

  private static final RedisScript FETCH = RedisScript.beside(CommandQueue.class, "fetch.lua");
  private static final RedisScript DONE = RedisScript.beside(CommandQueue.class, "done.lua");
  private static final RedisScript AGAIN = RedisScript.beside(CommandQueue.class, "again.lua");
  private static final RedisScript RELEASE = RedisScript.beside(CommandQueue.class, "release.lua");
  private static final RedisScript POISON = RedisScript.beside(CommandQueue.class, "poison.lua");
  private static final RedisScript PART = RedisScript.beside(CommandQueue.class, "part.lua");
  private static final RedisScript CLAIM = RedisScript.beside(CommandQueue.class, "claim.lua");

  private final BridgeEnvironment environment;
  private final Duration left;
  private final Duration memory;
  private final String key;
  private final ConsumerLiveness consumers;

  CommandQueue(BridgeEnvironment environment, CommandStreamConfig config) {
    this.environment = environment;
    this.left = config.left();
    this.memory = config.memory();
    this.key = environment.redis().prefix() + "commands";
    this.consumers = new ConsumerLiveness(left, now());
  }

  /**
   * What was taken.
   *
   * @param deleted how many somebody had deleted before they were carried out
   */
  record Take(int deleted, List<CommandEntry> entries) {}

  /**
   * Takes commands: first those that somebody took and left. Also shows other nodes that this one
   * lives.
   *
   * @param most 0 and more
   * @param kept what this node took and is not done with: it does not count as left
   */
  Take take(int most, Collection<String> kept) {
    long now = now();
    boolean looks = consumers.isDue(now);
    Map<String, String> silent = consumers.silent(now);
    Set<String> lost = consumers.lost(now);
    List<String> signs = new ArrayList<>();
    silent.forEach((name, sign) -> signs.addAll(List.of(name, sign)));
    List<?> counts = List.of(most, looks ? 1 : 0, silent.size(), lost.size());
    List<Object> answer =
        RedisAnswers.await(
            FETCH.list(
                environment.redis(),
                key,
                GROUP,
                environment.node(),
                RELEASED,
                counts,
                signs,
                lost,
                kept));
    if (looks) {
      consumers.see(RedisAnswers.list(answer.get(2)), RedisAnswers.list(answer.get(3)), now());
    }
    return new Take(
        (int) RedisAnswers.number(answer.get(0)),
        RedisAnswers.list(answer.get(1)).stream().map(CommandEntry::of).toList());
  }

  /** They are done with. */
  void done(Collection<String> entries) {
    long unused = RedisAnswers.await(DONE.number(environment.redis(), key, GROUP, entries));
  }

  /**
   * It is to be tried again, once it is {@link #release released}. Until then it is to be kept.
   *
   * @param tries how often it counts as tried
   * @return whether this node still has it; otherwise another took it
   */
  boolean again(CommandEntry entry, int tries) {
    return RedisAnswers.await(
            AGAIN.number(environment.redis(), key, GROUP, environment.node(), entry.id(), tries))
        == 1;
  }

  /** Any node may take these from now on, as far as this one still has them. */
  void release(Collection<String> entries) {
    List<?> from = List.of(GROUP, environment.node(), RELEASED, left.toMillis());
    long unused = RedisAnswers.await(RELEASE.number(environment.redis(), key, from, entries));
  }

  /** It is set aside with the reason. It stays in the stream until it is {@link #done}. */
  void poison(CommandEntry entry, String code, String reason) {
    List<?> why = List.of("poison-entry", entry.id(), "poison-code", code, "poison-reason", reason);
    long unused =
        RedisAnswers.await(
            POISON.number(environment.redis(), key + ":poison", MAX_POISON, why, entry.words()));
  }

  /** Whether what bears the id is to be carried out: no other entry was. */
  boolean claim(String id, CommandEntry entry) {
    return RedisAnswers.await(
            CLAIM.number(environment.redis(), key + ":id:" + id, entry.id(), memory.toSeconds()))
        == 1;
  }

  /** Forgets absent consumers that left nothing. */
  void forgetAbsent() {
    forget(consumers.absent(ABSENCE, now()));
  }

  /** This consumer takes nothing more. What it leaves, others take. */
  void part() {
    forget(Set.of(environment.node()));
  }

  private void forget(Collection<String> consumers) {
    long unused = RedisAnswers.await(PART.number(environment.redis(), key, GROUP, consumers));
  }

  private long now() {
    return environment.nanoTime().getAsLong();
  }
}
