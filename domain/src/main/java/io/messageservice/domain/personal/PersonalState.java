package io.messageservice.domain.personal;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/** Something that one user has of a conversation for themselves, as it is from now on. */
public sealed interface PersonalState permits ReadMark, DeliveredMark, OwnPreferences {

  /** Of which. */
  ConversationId conversation();

  /** Whose. */
  UserId user();
}
