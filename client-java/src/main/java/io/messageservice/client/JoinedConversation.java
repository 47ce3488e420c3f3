package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that a client is in, over as many connections as it takes. Any thread may call
 * what is public, the thread of the client the rest.
 *
 * <p>The view of it is one small machine. {@code JOINING}: a join is under way, or there is no
 * connection; pushes belong to an earlier view and are ignored, since the replay brings them again.
 * {@code REPLAY}: what was missed follows; the position moves from message to message, but stays
 * behind the changes, which come in another order. {@code LIVE}: each message has the position
 * after the last one, and what is stored comes in order of {@code rev}.
 *
 * <table>
 *   <caption>Replies to a join</caption>
 *   <tr><th>reply</th><th>then</th></tr>
 *   <tr><td>{@code recovered:true}</td><td>replay, from behind the position; live with {@code
 *       caughtUp}</td></tr>
 *   <tr><td>not recovered, history wanted</td><td>reset; joined again from before the newest
 *       messages</td></tr>
 *   <tr><td>not recovered otherwise</td><td>reset; live, behind the reply's {@code seq}</td></tr>
 * </table>
 */
public final class JoinedConversation {

  private enum Phase {
    JOINING,
    REPLAY,
    LIVE
  }

  private final String id;
  private final int history;
  private final ConversationListener listener;
  private final ReconnectDelay delay;
  private final CompletableFuture<JsonNode> joined = new CompletableFuture<>();

  private volatile @Nullable ResumePosition position;
  private volatile Phase phase = Phase.JOINING;

  /** The newest change that a join or a push showed; one before it may be reported late. */
  private long seenRev;

  /** As the last reply to a join said. */
  private boolean group;

  /** The join under way is the second one, for the history. */
  private boolean loading;

  JoinedConversation(JoinRequest request, ConversationListener listener, ReconnectDelay delay) {
    this.id = request.conversationId();
    this.history = request.history();
    this.position = request.after();
    this.listener = listener;
    this.delay = delay;
  }

  public String conversationId() {
    return id;
  }

  /**
   * Behind the last message and change that the listener took in; nothing before the first join.
   */
  public Optional<ResumePosition> findPosition() {
    return Optional.ofNullable(position);
  }

  /**
   * The service's reply to the first join that succeeded; fails with {@link CommandFailed}. The
   * thread of the client completes it.
   */
  public CompletableFuture<JsonNode> joined() {
    return joined.copy();
  }

  /** How long to wait after a refusal that passes. */
  ReconnectDelay delay() {
    return delay;
  }

  /** Whether the view receives messages; not while there is no connection. */
  public boolean isLive() {
    return phase != Phase.JOINING;
  }

  /** A new view is to begin: after a lost connection, or after {@code lagged}. */
  void disconnected() {
    phase = Phase.JOINING;
    loading = false;
  }

  /** The payload of a join: the position of the view. */
  void describe(ObjectNode payload) {
    payload.put("conversationId", id);
    ResumePosition from = position;
    if (from != null) {
      payload.put("afterSeq", from.seq()).put("afterRev", from.rev()).put("epoch", from.epoch());
    }
  }

  /** The join succeeded. Returns whether the view is live; otherwise another join follows. */
  boolean replied(JsonNode reply) {
    delay.reset();
    group = reply.path("kind").asText().equals("group");
    boolean recovered = position != null && reply.path("recovered").asBoolean();
    seenRev = Math.max(recovered ? seenRev : 0, reply.path("rev").asLong());
    if (!recovered && !loading) {
      listener.reset(reply);
    }
    if (!recovered) {
      loading = !loading && history > 0 && reply.path("seq").asLong() > 0;
      position = begin(reply);
    }
    if (recovered || !loading) {
      loading = false;
      phase = recovered ? Phase.REPLAY : Phase.LIVE;
      joined.complete(reply);
    }
    return isLive();
  }

  /** The head, or so many messages before it as are wanted and can be fetched. */
  private ResumePosition begin(JsonNode reply) {
    long head = reply.path("seq").asLong();
    long before = Math.max(reply.path("firstSeq").asLong() - 1, head - history);
    return new ResumePosition(
        loading ? Math.max(0, before) : head,
        reply.path("rev").asLong(),
        reply.path("epoch").asText());
  }

  /** The service refuses the conversation. */
  void refused(CommandFailed why) {
    if (!joined.completeExceptionally(why)) {
      listener.refused(why);
    }
  }

  /** The client or the membership has ended. */
  void ended(CommandFailed why) {
    joined.completeExceptionally(why);
  }

  /**
   * A message of this conversation arrived. Returns whether it is part of the view or of an earlier
   * one; no message may be missing before it.
   */
  boolean offer(ConversationMessage message) {
    ResumePosition last = position;
    if (phase == Phase.JOINING || last == null || message.seq() <= last.seq()) {
      return true;
    }
    if (message.seq() > last.seq() + 1) {
      return false;
    }
    listener.received(message);
    position = last.movedTo(message.seq(), phase == Phase.LIVE ? message.rev() : 0);
    return true;
  }

  /**
   * A change of a message arrived; of one that was not received yet it is part of that.
   *
   * @param inOrder whether it is a push; the reply to an own command has no place in the order
   */
  void change(ConversationMessage message, boolean inOrder) {
    ResumePosition last = position;
    if (phase != Phase.JOINING && last != null && message.seq() <= last.seq()) {
      listener.changed(message);
      position = last.movedTo(0, inOrder && phase == Phase.LIVE ? message.rev() : 0);
    }
  }

  /** Somebody reacted; to a message that was not received yet that is part of it. */
  void react(MessageReaction reaction) {
    ResumePosition last = position;
    if (phase != Phase.JOINING && last != null && reaction.seq() <= last.seq()) {
      listener.reactionChanged(reaction);
      position = last.movedTo(0, phase == Phase.LIVE ? reaction.rev() : 0);
    }
  }

  /** Whether pushes say who takes part. */
  boolean isGroup() {
    return group;
  }

  /** The newest change of the conversation that is known to have come before. */
  long seenRev() {
    return seenRev;
  }

  /** The group changed. */
  void change(GroupChange change) {
    seenRev = Math.max(seenRev, change.rev());
    ResumePosition last = position;
    if (phase != Phase.JOINING && last != null) {
      listener.groupChanged(change);
      position = last.movedTo(0, phase == Phase.LIVE ? change.rev() : 0);
    }
  }

  /** Somebody sent the room an event. */
  void happened(JsonNode event) {
    if (isLive()) {
      listener.customEvent(
          event.path("userId").asText(), event.path("name").asText(), event.path("data"));
    }
  }

  /** Messages have reached somebody. The view begins with what had reached them before. */
  void delivered(JsonNode data) {
    if (isLive()) {
      listener.delivered(data.path("userId").asText(), data.path("deliveredUpTo").asLong());
    }
  }

  /** The user has set preferences. They are no part of the view. */
  void preferred(JsonNode data) {
    listener.preferencesChanged(
        data.path("mutedUntil").asText(null), data.path("hidden").asBoolean());
  }

  /** What was missed has arrived. Returns whether no message is missing. */
  boolean caughtUp(JsonNode data) {
    ResumePosition last = position;
    if (phase != Phase.REPLAY || last == null) {
      return true;
    }
    phase = Phase.LIVE;
    boolean whole = data.path("seq").asLong() <= last.seq();
    if (whole) {
      position = last.movedTo(0, data.path("rev").asLong());
    }
    return whole;
  }
}
