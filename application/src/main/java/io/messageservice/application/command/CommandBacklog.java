package io.messageservice.application.command;

import io.messageservice.application.feed.Feeds;
import io.messageservice.application.lane.Lane;

/** The commands that change something, as whoever runs the node sees them. Any thread may call. */
public final class CommandBacklog {

  private final Lane lane;
  private final Feeds feeds;

  CommandBacklog(Lane lane, Feeds feeds) {
    this.lane = lane;
    this.feeds = feeds;
  }

  /** How many commands are not answered yet. */
  public int unfinished() {
    return lane.size() + feeds.unanswered();
  }

  /**
   * Has those who are connected closed where the store has another epoch, so that they come back
   * and begin anew.
   *
   * @param closeAll closes, for each event loop behind what it was given before, the connections
   *     that there are; runs on the lane's thread
   */
  public void onEpochChange(Runnable closeAll) {
    feeds.onEpochChange(closeAll);
  }
}
