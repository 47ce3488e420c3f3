package io.messageservice.application.port.in;

import java.util.List;
import java.util.function.Consumer;

/** Shows the operator what the lanes of this node hold. Any thread may call. */
public interface ShowLanes {

  /**
   * Each lane at its number.
   *
   * @param answer is called once, on a lane's thread, which it must not hold up
   */
  void show(Consumer<List<LaneFigures>> answer);

  /**
   * One lane.
   *
   * @param waiting commands that wait or are in its batch
   * @param rooms of its conversations, those in which somebody is
   */
  record LaneFigures(int waiting, int rooms) {}
}
