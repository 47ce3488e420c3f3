package io.messageservice.application.lane;

import io.messageservice.application.fanout.Fanout;
import io.messageservice.application.feed.Feeds;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Connection;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.room.RoomOccupancy;

/**
 * The conversations of one lane: where their commands wait, what was delivered of them, and who is
 * in their rooms. Feeds and occupancy belong to the lane's thread.
 */
public record Partition(Lane lane, Feeds feeds, RoomOccupancy<Connection> occupancy) {

  /** Takes a command of a client. Never blocks; false where too many wait. Any thread may call. */
  public boolean offer(LaneCommand<?> command) {
    return lane.offer(command);
  }

  /**
   * Answers after the commands in the conversation that were carried out before. Only the lane's
   * thread.
   */
  public void answer(Caller caller, ConversationId there, Runnable answer, Fanout fanout) {
    feeds.afterAnswers(
        there, () -> fanout.on(caller.loop(), state -> state.answer(caller, there, answer)));
  }
}
