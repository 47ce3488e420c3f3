package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisConnection;
import io.messageservice.adapter.redis.bridge.BoardLog.Entry;
import io.messageservice.adapter.redis.bridge.BoardLog.Page;
import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.domain.decision.UserNote.Moved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Has the log of changes say who came online and who went offline, as the board of presence logged
 * it: each at least once, those of a user in their order. Of the nodes of a cluster one at a time
 * does it. One thread at a time may call; it blocks.
 */
public final class PresenceRecorder {

  private static final String READER = "presenceEvents";

  /** How many pages of the board's log one pass takes. */
  private static final int MAX_PAGES = 64;

  private final BoardLog log;
  private final ReaderPositions positions;
  private final Predicate<List<Moved>> store;
  private final EventStreamEvents events;

  /**
   * Of that board.
   *
   * @param store notes it; true where all of it is stored for certain
   */
  public PresenceRecorder(
      RedisConnection redis,
      ReaderPositions positions,
      Predicate<List<Moved>> store,
      EventStreamEvents events) {
    this.log = new BoardLog(redis);
    this.positions = positions;
    this.store = store;
    this.events = events;
  }

  /** Brings over what is new. What fails is brought over by a later pass. */
  public void pass() {
    try {
      boolean more = true;
      for (int pages = 0; more && pages < MAX_PAGES; pages++) {
        Optional<String> position = positions.take(READER);
        more = position.isPresent() && readOn(position.get());
      }
    } catch (RuntimeException failure) {
      events.failed(failure);
    }
  }

  private boolean readOn(String position) {
    Page page = log.after(position);
    List<Moved> moved = new ArrayList<>();
    long lost = page.lost();
    for (Entry entry : page.entries()) {
      if (entry.transition().isPresent()) {
        moved.add(
            new Moved(entry.transition().get().transition(), entry.transition().get().lastSeen()));
      } else {
        lost++;
      }
    }
    boolean isDone =
        !page.entries().isEmpty() && store.test(moved) && positions.note(READER, page.position());
    if (isDone && lost > 0) {
      events.lost("presence", lost);
    }
    return isDone && page.more();
  }

  /** Another node may go on at once. */
  public void leave() {
    try {
      positions.leave(READER);
    } catch (RuntimeException failure) {
      events.failed(failure);
    }
  }
}
