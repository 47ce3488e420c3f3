package io.messageservice.cluster.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the connections of one device were told of who is online. For each connection comings and
 * goings of a user must alternate. Guarded by itself.
 */
public final class Watch {

  private final String device;

  /** By user, of this connection. */
  private final Map<String, Told> told = new HashMap<>();

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> goings = new HashMap<>();

  /**
   * What is known of a user.
   *
   * @param pushed whether it came by itself; otherwise it is an answer, which may be older than
   *     what is pushed next
   */
  public record Told(boolean online, boolean pushed) {}

  public Watch(String device) {
    this.device = device;
  }

  /** A connection begins, and knows nobody. */
  public synchronized void connected() {
    told.clear();
  }

  /** It was told that a user came or went. */
  public synchronized void pushed(String user, boolean online) {
    Told before = told.put(user, new Told(online, true));
    if (before != null && before.pushed() && before.online() == online) {
      wrong.add(device + " was told twice that " + user + (online ? " came" : " went"));
    }
    if (!online) {
      goings.merge(user, 1, Integer::sum);
    }
  }

  /** It asked about a user. */
  public synchronized void answered(String user, boolean online) {
    told.putIfAbsent(user, new Told(online, false));
  }

  /** What the connection of now believes. */
  public synchronized Optional<Boolean> believes(String user) {
    return Optional.ofNullable(told.get(user)).map(Told::online);
  }

  /** What was wrong since this was asked last. */
  public synchronized List<String> takeWrong() {
    List<String> taken = List.copyOf(wrong);
    wrong.clear();
    return taken;
  }

  /** How often it was told that a user went, by user, since this was asked last. */
  public synchronized Map<String, Integer> takeGoings() {
    Map<String, Integer> taken = Map.copyOf(goings);
    goings.clear();
    return taken;
  }
}
