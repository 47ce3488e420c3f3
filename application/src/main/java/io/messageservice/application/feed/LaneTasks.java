package io.messageservice.application.feed;

import io.messageservice.application.fanout.Fanout;
import java.util.function.Consumer;

/** Has something done on the lane's thread. Any thread may call; never blocks. */
@FunctionalInterface
public interface LaneTasks {

  /**
   * Hands the task over; it runs before the commands that wait. The caller bounds how many wait.
   *
   * @param where names the task where it breaks; the feeds are dirty then
   */
  void soon(String where, Consumer<Fanout> task);
}
