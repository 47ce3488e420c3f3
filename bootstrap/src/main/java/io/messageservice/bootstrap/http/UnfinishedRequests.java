package io.messageservice.bootstrap.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one I/O thread that are not upgraded, in the order in which they began to wait,
 * and the memory that is held for all of them. Past the limit the oldest ends. Sockets that are
 * only to be refused end before all others. Any thread may call; sockets are ended outside the
 * lock.
 */
final class UnfinishedRequests {

  /** What can be ended. */
  interface Request {

    /** Ends it, at once on its own I/O thread and soon on another; may be called twice. */
    void end();
  }

  private final long limitBytes;

  /** What is held for each, the oldest first. Guarded by this. */
  private final Map<Request, Long> refused = new LinkedHashMap<>();

  /** What is held for each, the oldest first. Guarded by this. */
  private final Map<Request, Long> admitted = new LinkedHashMap<>();

  /** The sum of both. Guarded by this. */
  private long heldBytes;

  /**
   * @param limitBytes what may be held for all together
   */
  UnfinishedRequests(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** One more, for which nothing is held yet. */
  synchronized void begin(Request request, boolean isAdmitted) {
    (isAdmitted ? admitted : refused).put(request, 0L);
  }

  /** It was answered and waits for its next request: it is the youngest now. */
  synchronized void renew(Request request) {
    Long bytes = admitted.remove(request);
    if (bytes != null) {
      admitted.put(request, bytes);
    }
  }

  /** So much is held for it now. May end any, this one too. */
  void hold(Request request, long bytes) {
    List<Request> ended = new ArrayList<>();
    synchronized (this) {
      Long before = replace(request, bytes);
      if (before == null) {
        return;
      }
      heldBytes += bytes - before;
      while (heldBytes > limitBytes) {
        ended.add(takeOldest());
      }
    }
    ended.forEach(Request::end);
  }

  private @Nullable Long replace(Request request, long bytes) {
    Long before = admitted.replace(request, bytes);
    return before == null ? refused.replace(request, bytes) : before;
  }

  /** Ends the oldest; whether there was one. */
  boolean endOldest() {
    Request oldest;
    synchronized (this) {
      if (refused.isEmpty() && admitted.isEmpty()) {
        return false;
      }
      oldest = takeOldest();
    }
    oldest.end();
    return true;
  }

  private Request takeOldest() {
    Request oldest = (refused.isEmpty() ? admitted : refused).keySet().iterator().next();
    leave(oldest);
    return oldest;
  }

  /** It is upgraded or closed. */
  synchronized void leave(Request request) {
    Long bytes = admitted.remove(request);
    if (bytes == null) {
      bytes = refused.remove(request);
    }
    heldBytes -= bytes == null ? 0 : bytes;
  }

  synchronized long heldBytes() {
    return heldBytes;
  }

  synchronized int size() {
    return admitted.size() + refused.size();
  }
}
