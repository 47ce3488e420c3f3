package io.messageservice.adapter.redis.presence;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.link.Channel;
import io.messageservice.adapter.redis.presence.BoardClock.Reckoned;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The board as Redis keeps it. Any thread may call; nothing blocks. What fails may have been done
 * or not. The files of the scripts describe what they take and answer; {@code head.lua} what the
 * board is made of.
 */
final class Board {

  private static final List<String> KEYS =
      List.of("board", "leases", "users", "holders", "graces", "left", "log", "numbers");
  private static final String NO_LEASE = "-";

  /**
   * How many users or transitions one call deals with, so that Redis is not busy with it for long.
   */
  static final int MAX_AT_ONCE = 500;

  private static final RedisScript TAKE = changing("take.lua");
  private static final RedisScript CHANGE = changing("change.lua");
  private static final RedisScript TURN = changing("turn.lua");
  private static final RedisScript GIVE_UP = changing("give-up.lua");
  private static final RedisScript READ = reading("read.lua");
  private static final RedisScript PAGE = reading("page.lua");

  private final RedisConnection connection;
  private final PresenceConfig config;
  private final List<Object> keys;
  private final Channel channel;
  private final BoardClock clock;

  /** Makes each id that a board may get another one. */
  private final AtomicLong calls = new AtomicLong();

  /**
   * @param nanoTime a monotonic clock
   */
  Board(RedisConnection connection, PresenceConfig config, LongSupplier nanoTime) {
    this.connection = connection;
    this.config = config;
    String tagged = config.prefix() + "{presence}:";
    this.keys = KEYS.stream().<Object>map(tagged::concat).toList();
    this.clock = new BoardClock(nanoTime);
    this.channel = new Channel(tagged + "crossings", false);
  }

  /** Where a board stands: each time that Redis lost everything it is another one. */
  record Head(String board, long number) {}

  /**
   * What a turn found.
   *
   * @param run the process of Redis that answered: another one may have lost what was there
   */
  record Turn(boolean held, Head head, boolean more, String run, Set<String> leases) {}

  /** Transitions that follow each other, as far as the log has them. */
  record Entries(Head head, List<StoredTransition> transitions) {}

  /** Some of those who are online. */
  record Page(Head head, String next, Map<UserId, DisplayName> users) {

    boolean isLast() {
      return next.equals("0");
    }
  }

  /** Where transitions are published. */
  Channel channel() {
    return channel;
  }

  /** The lease begins. */
  CompletionStage<Head> take(String lease) {
    return run(TAKE, lease, clock.now()).thenApply(answer -> head(answer, 0));
  }

  /**
   * Users connect and disconnect. The same change may be asked for any number of times.
   *
   * @param number of the change, one more than that of the change before it in that lease
   * @return whether the lease lives and has all changes before; otherwise nothing was done
   */
  CompletionStage<Boolean> change(String lease, long number, List<Object> users) {
    return run(CHANGE, lease, clock.now(), number, users)
        .thenApply(answer -> answer.get(0).equals("done"));
  }

  /**
   * Deals with what ended.
   *
   * @param lease that of the node, where it has one
   * @param acknowledged the last change that is known to be done
   */
  CompletionStage<Turn> turn(Optional<String> lease, long acknowledged) {
    Reckoned reckoned = clock.now();
    return run(TURN, lease.orElse(NO_LEASE), reckoned, lease.isPresent() ? acknowledged : "")
        .thenApply(
            answer -> {
              clock.answered(reckoned, text(answer, 4), Long.parseLong(text(answer, 5)));
              return turn(answer);
            });
  }

  /**
   * Some users of the lease go offline.
   *
   * @return whether there are more
   */
  CompletionStage<Boolean> giveUp(String lease) {
    return run(GIVE_UP, lease, clock.now()).thenApply(answer -> answer.get(0).equals("more"));
  }

  /**
   * What followed the number on the board, as far as it can be read; none where the board is
   * another one.
   */
  CompletionStage<Entries> read(Head after) {
    return run(READ, NO_LEASE, clock.now(), after.board(), after.number())
        .thenApply(
            answer ->
                new Entries(
                    head(answer, 0),
                    texts(answer, 2)
                        .map(StoredTransition::find)
                        .flatMap(Optional::stream)
                        .toList()));
  }

  /**
   * Some of those who are online.
   *
   * @param cursor 0 first, then {@link Page#next}
   */
  CompletionStage<Page> page(String cursor) {
    return run(PAGE, NO_LEASE, clock.now(), cursor).thenApply(Board::page);
  }

  private CompletionStage<List<Object>> run(
      RedisScript script, String lease, Reckoned reckoned, Object... more) {
    return script.texts(
        connection,
        keys,
        lease,
        config.lease().toMillis(),
        channel.name(),
        config.node() + "." + calls.incrementAndGet(),
        reckoned.clock(),
        reckoned.isKnown() ? reckoned.millis() : "",
        List.of(more));
  }

  private static Turn turn(List<Object> answer) {
    return new Turn(
        answer.get(0).equals("held"),
        head(answer, 1),
        answer.get(3).equals("more"),
        text(answer, 6),
        new HashSet<>(texts(answer, 7).toList()));
  }

  private static Page page(List<Object> answer) {
    Map<UserId, DisplayName> users = new HashMap<>();
    for (int i = 3; i + 1 < answer.size(); i += 2) {
      String user = answer.get(i).toString();
      if (UserId.isValid(user)) {
        users.put(new UserId(user), new DisplayName(answer.get(i + 1).toString()));
      }
    }
    return new Page(head(answer, 0), answer.get(2).toString(), users);
  }

  private static Head head(List<Object> answer, int from) {
    return new Head(answer.get(from).toString(), Long.parseLong(answer.get(from + 1).toString()));
  }

  private static String text(List<Object> answer, int at) {
    return answer.get(at).toString();
  }

  private static Stream<String> texts(List<Object> answer, int from) {
    return answer.subList(from, answer.size()).stream().map(Object::toString);
  }

  private static RedisScript changing(String file) {
    return RedisScript.beside(Board.class, "head.lua", "begin.lua", file);
  }

  private static RedisScript reading(String file) {
    return RedisScript.beside(Board.class, "head.lua", file);
  }
}
