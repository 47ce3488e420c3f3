package io.messageservice.domain.personal;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;

/** How a user wants that conversation to be for themselves. */
public record OwnPreferences(ConversationId conversation, UserId user, Preferences preferences)
    implements PersonalState {}
