package io.messageservice.application.port.in;

import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.view.ResumePoint;
import java.util.List;
import java.util.Optional;

/** Enters the room of a conversation. */
public interface JoinConversation {
  /** How many of the newest messages the answer names the caller's own reactions of. */
  int OWN_REACTIONS = 50;

  /** The most readers whose marks the answer names. */
  int MAX_READERS = 50;

  /**
   * Joins. A caller that names no position, or one that cannot be recovered, receives what is sent
   * after the answer's {@code seq}; a caller that names a good one first receives what they missed,
   * all of it, in order, and then what is sent.
   *
   * <p>A join while an earlier one is still being made good replaces it. Until the answer is given
   * the connection asks for nothing else in the conversation but to join.
   */
  void join(Connection caller, Request request, Reply<Joined> reply);

  /**
   * Where to.
   *
   * @param position where the caller stood when the connection was lost
   */
  record Request(ConversationId conversation, Optional<ResumePoint> position) {}

  /**
   * The caller is in.
   *
   * @param position how far the conversation has come
   * @param firstSeq the oldest position that can be fetched
   * @param epoch in which the positions count
   * @param recovered whether what was missed follows; empty where no position was named
   * @param standing what the caller and others have read
   * @param present who is online
   * @param own how the caller has reacted to the newest messages
   */
  record Joined(
      ConversationId conversation,
      Kind kind,
      Position position,
      long firstSeq,
      String epoch,
      Optional<Boolean> recovered,
      ReadState standing,
      OnlineUsers present,
      List<OwnReactions> own) {

    public Joined {
      own = List.copyOf(own);
    }
  }
}
