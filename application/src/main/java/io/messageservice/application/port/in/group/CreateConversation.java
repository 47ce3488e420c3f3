package io.messageservice.application.port.in.group;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.GetConversation;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ClientConversationId;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.NewConversation;
import io.messageservice.domain.user.UserId;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Begins a group, or gives the direct conversation of two users. The service makes the id: nobody
 * can guess it, and nobody can take it by joining or sending.
 */
public interface CreateConversation {

  /** The most memory that reading and encoding the answer takes. */
  int READ_BYTES = GetConversation.READ_BYTES;

  /**
   * Creates. Users are refused with:
   *
   * <ul>
   *   <li>{@code invalid_payload}: an open conversation is asked for, or a direct one with another
   *       number of users than one other
   *   <li>{@code too_large}: more participants than {@link NewConversation#MAX_PARTICIPANTS}
   *   <li>{@code forbidden}: an id or another creator is named, which only services may
   *   <li>{@code conflict}: the id that a service chose is that of another conversation
   *   <li>{@code rate_limited}: they began too many
   * </ul>
   */
  void create(Caller caller, Request request, Reply<Created> reply);

  /**
   * What is to begin.
   *
   * @param kind a group or a direct conversation
   * @param participants besides the creator, who may be named, too
   * @param creator of what a service begins for a user; empty for users, who are it themselves, and
   *     for a group without a creator. The two of a direct conversation are the creator, if any,
   *     and the participants
   * @param key under which the same creator may ask again and gets the same group; a direct
   *     conversation needs none
   * @param id chosen by a service, which gets the same conversation when it asks again
   * @param data of a group
   */
  record Request(
      Kind kind,
      Set<UserId> participants,
      Optional<UserId> creator,
      Optional<ClientConversationId> key,
      Optional<ConversationId> id,
      ConversationData data) {

    public Request {
      Objects.requireNonNull(kind, "kind");
      participants = Set.copyOf(participants);
    }
  }

  /**
   * It is there.
   *
   * @param conversation as the creator sees it
   * @param existed whether it was there before: asked for under the same key or id, or the direct
   *     conversation that the two have
   */
  record Created(ConversationView conversation, boolean existed) {}
}
