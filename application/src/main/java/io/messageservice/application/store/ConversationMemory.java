package io.messageservice.application.store;

import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Roles;

/** How much memory a conversation takes in a cache, in participants: about 150 bytes each. */
public final class ConversationMemory {

  /** What each has beside that. */
  private static final int BASE = 4;

  /** So many characters take no more than a participant. */
  private static final int CHARACTERS = 32;

  private ConversationMemory() {}

  /** With its data. */
  public static int of(Participants participants, Details details) {
    return of(participants, details.roles()) + details.data().length() / CHARACTERS;
  }

  /** Without. */
  public static int of(Participants participants, Roles roles) {
    return participants.size() + roles.elevated().size() + BASE;
  }
}
