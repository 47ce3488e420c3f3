package io.messageservice.application.presence;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whom users block and who block them, as it was at most {@link #AGE} ago: who comes back joins
 * many rooms at once. Any thread that may block may call.
 */
public final class KnownBlocks {

  /** How long an answer of the store is kept. */
  static final Duration AGE = Duration.ofSeconds(2);

  private static final int MOST = 10_000;

  private final History history;
  private final LongSupplier nanoTime;

  /** Mostly in the order in which they were read. Guarded by itself. */
  private final Map<UserId, Known> known = new LinkedHashMap<>();

  private record Known(Set<UserId> users, long atNanos) {}

  /** Of that store. */
  public KnownBlocks(History history, LongSupplier nanoTime) {
    this.history = history;
    this.nanoTime = nanoTime;
  }

  /** These users. */
  public Set<UserId> with(UserId user) {
    long now = nanoTime.getAsLong();
    synchronized (known) {
      forgetOld(now);
      Known recent = known.get(user);
      if (recent != null && now - recent.atNanos() <= AGE.toNanos()) {
        return recent.users();
      }
    }
    Set<UserId> users = history.blockedWith(user);
    synchronized (known) {
      if (known.size() < MOST) {
        known.put(user, new Known(users, now));
      }
    }
    return users;
  }

  /** A block between the two has changed. */
  public void forget(UserId one, UserId other) {
    synchronized (known) {
      known.remove(one);
      known.remove(other);
    }
  }

  private void forgetOld(long now) {
    Iterator<Known> oldest = known.values().iterator();
    while (oldest.hasNext() && now - oldest.next().atNanos() > AGE.toNanos()) {
      oldest.remove();
    }
  }

  /** Whether one of the two of the direct conversation blocks the other. */
  public boolean areIn(Conversation direct, UserId user) {
    Set<UserId> blocked = with(user);
    return direct.participants().asSet().stream().anyMatch(blocked::contains);
  }
}
