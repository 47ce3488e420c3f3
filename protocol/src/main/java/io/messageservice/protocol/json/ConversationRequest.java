package io.messageservice.protocol.json;

import io.messageservice.application.port.in.CreateConversation.Request;
import io.messageservice.domain.conversation.NewConversation;

/** Reads what conversation is to begin. */
public final class ConversationRequest {

  private ConversationRequest() {}

  /**
   * The request that the payload makes.
   *
   * @throws InvalidFrame that names the member
   */
  public static Request read(Payload payload) throws InvalidFrame {
    return new Request(
        payload.newKind(),
        payload.users("participants", 1 + NewConversation.MAX_PARTICIPANTS), // the creator too
        payload.optionalUserId("createdBy"),
        payload.clientConversationId(),
        payload.optionalConversationId());
  }
}
