package io.messageservice.application.port.in.group;

import io.messageservice.domain.conversation.Conversation;
import java.util.Optional;

/**
 * What became of a request to change a conversation.
 *
 * @param conversation as it stands since; empty where users removed themselves from one that they
 *     take no part in
 * @param changed whether the request changed anything
 */
public record ChangedConversation(Optional<Conversation> conversation, boolean changed) {}
