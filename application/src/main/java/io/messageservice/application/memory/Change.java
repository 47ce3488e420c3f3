package io.messageservice.application.memory;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * What one decision did to a conversation.
 *
 * @param said the position of the message, where there was one
 * @param came who began to take part, where kind or participants changed
 */
record Change(ConversationId conversation, Optional<Long> said, Optional<Set<UserId>> came) {}
