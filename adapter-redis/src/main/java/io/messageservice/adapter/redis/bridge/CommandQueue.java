package io.messageservice.adapter.redis.bridge;

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

  /** How long a consumer may do nothing before it counts as gone. */
  private static final Duration ABSENCE = Duration.ofHours(1);

  /** The consumer that holds what any node may take; no node has that name. */
  private static final String RELEASED = "released";

  private static final Call FETCH = Call.of("fetch.lua");
  private static final Call DONE = Call.of("done.lua");
  private static final Call AGAIN = Call.of("again.lua");
  private static final Call RELEASE = Call.of("release.lua");
  private static final Call POISON = Call.of("poison.lua");
  private static final Call PART = Call.of("part.lua");
  private static final Call CLAIM = Call.of("claim.lua");

  private final Site site;
  private final Duration left;
  private final Duration memory;
  private final String key;
  private final Neighbors neighbors;

  CommandQueue(Site site, CommandStreamConfig config) {
    this.site = site;
    this.left = config.left();
    this.memory = config.memory();
    this.key = site.redis().prefix() + "commands";
    this.neighbors = new Neighbors(left, now());
  }

  /**
   * What was taken.
   *
   * @param deleted how many somebody had deleted before they were carried out
   */
  record Take(int deleted, List<CommandEntry> entries) {}

  /**
   * Takes commands: first those that somebody took and left. Also tells other nodes that this one
   * lives.
   *
   * @param most 0 and more
   * @param kept what this node took and is not done with: it does not count as left
   */
  Take take(int most, Collection<String> kept) {
    long now = now();
    boolean looks = neighbors.isDue(now);
    Map<String, String> silent = neighbors.silent(now);
    Set<String> lost = neighbors.lost(now);
    List<Object> words = new ArrayList<>(List.of(GROUP, site.node(), RELEASED, most));
    words.addAll(List.of(looks ? 1 : 0, silent.size(), lost.size()));
    silent.forEach((name, sign) -> words.addAll(List.of(name, sign)));
    words.addAll(lost);
    words.addAll(kept);
    List<Object> answer = Answers.of(FETCH.list(site.redis(), key, words));
    if (looks) {
      neighbors.see(Answers.list(answer.get(2)), Answers.list(answer.get(3)), now());
    }
    return new Take(
        (int) Answers.number(answer.get(0)),
        Answers.list(answer.get(1)).stream().map(CommandEntry::of).toList());
  }

  /** They are done with. */
  void done(Collection<String> entries) {
    List<Object> words = new ArrayList<>(List.of(GROUP));
    words.addAll(entries);
    long unused = Answers.of(DONE.number(site.redis(), key, words));
  }

  /**
   * It is to be tried again, once it is {@link #release released}. Until then it is to be kept.
   *
   * @param tries how often it counts as tried
   * @return whether this node still has it; otherwise another took it
   */
  boolean again(CommandEntry entry, int tries) {
    return Answers.of(AGAIN.number(site.redis(), key, GROUP, site.node(), entry.id(), tries)) == 1;
  }

  /** Any node may take these from now on, as far as this one still has them. */
  void release(Collection<String> entries) {
    List<Object> words = new ArrayList<>(List.of(GROUP, site.node(), RELEASED, left.toMillis()));
    words.addAll(entries);
    long unused = Answers.of(RELEASE.number(site.redis(), key, words));
  }

  /** It is set aside with the reason. It stays in the stream until it is {@link #done}. */
  void poison(CommandEntry entry, String code, String reason) {
    List<Object> words = new ArrayList<>();
    words.add(MAX_POISON);
    words.addAll(List.of("poison-entry", entry.id(), "poison-code", code));
    words.addAll(List.of("poison-reason", reason));
    words.addAll(entry.words());
    long unused = Answers.of(POISON.number(site.redis(), key + ":poison", words));
  }

  /** Whether what bears the id is to be carried out: no other entry was. */
  boolean claim(String id, CommandEntry entry) {
    return Answers.of(CLAIM.number(site.redis(), key + ":id:" + id, entry.id(), memory.toSeconds()))
        == 1;
  }

  /** Forgets consumers that are gone and left nothing. */
  void forgetAbsent() {
    forget(neighbors.absent(ABSENCE, now()));
  }

  /** This consumer takes nothing more. What it leaves, others take. */
  void part() {
    forget(Set.of(site.node()));
  }

  private void forget(Collection<String> consumers) {
    List<Object> words = new ArrayList<>(List.of(GROUP));
    words.addAll(consumers);
    long unused = Answers.of(PART.number(site.redis(), key, words));
  }

  private long now() {
    return site.nanoTime().getAsLong();
  }
}
