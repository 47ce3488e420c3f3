package io.messageservice.application.reminder;

import io.messageservice.domain.user.UserId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who was reminded, as far as it counts: by reminders behind the place up to which messages were
 * looked at. One thread at a time may call.
 */
final class RemindedUsers {

  /** By the place of the last reminder in the log, the lowest first. */
  private final Map<UserId, Long> places = new LinkedHashMap<>();

  /** A reminder stands at that place, or behind it; none was noted at a higher place. */
  void note(UserId user, long place) {
    places.remove(user);
    places.put(user, place);
  }

  /** Whether the user was reminded since the message at that place. */
  boolean covers(UserId user, long message) {
    return places.getOrDefault(user, 0L) > message;
  }

  /** All up to that place was looked at. */
  void passed(long place) {
    Iterator<Long> all = places.values().iterator();
    while (all.hasNext() && all.next() <= place) {
      all.remove();
    }
  }

  /** How many are known. */
  int size() {
    return places.size();
  }
}
