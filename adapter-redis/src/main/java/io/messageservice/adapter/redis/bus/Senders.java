package io.messageservice.adapter.redis.bus;

import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of the frames that were received, by sender. One thread may call. */
final class Senders {

  /** The most senders that are remembered; the one received from longest ago is forgotten. */
  private static final int MAX = 1_000;

  private final Map<String, Long> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX;
        }
      };

  /** How a frame stands to the one before it. */
  enum Place {
    NEXT,
    /** It was received already: it was published twice, for want of an answer. */
    AGAIN,
    /** One before it did not come. */
    BEHIND_A_GAP
  }

  Place place(String sender, long number) {
    long before = last.getOrDefault(sender, 0L);
    if (number <= before) {
      return Place.AGAIN;
    }
    last.put(sender, number);
    return number == before + 1 ? Place.NEXT : Place.BEHIND_A_GAP;
  }
}
