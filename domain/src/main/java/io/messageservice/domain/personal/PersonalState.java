package io.messageservice.domain.personal;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/** Something that one user has of a conversation for themselves, as it is from now on. */
public sealed interface PersonalState permits ReadMark, DeliveredMark, OwnPreferences {

  /** Of which. */
  ConversationId conversation();

  /** Whose. */
  UserId user();

  /** Calls the case that this state is. */
  <T> T match(Cases<T> cases);

  /** A reader of such states; a new one breaks the build at each. */
  interface Cases<T> {
    T read(ReadMark mark);

    T delivered(DeliveredMark mark);

    T preferences(OwnPreferences preferences);
  }
}
