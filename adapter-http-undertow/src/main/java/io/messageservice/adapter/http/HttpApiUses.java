package io.messageservice.adapter.http;

import io.messageservice.application.port.in.FetchMessages;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.SendMessage;

/** What requests are carried out with. */
public record HttpApiUses(
    SendMessage sendMessage,
    FetchMessages fetchMessages,
    ListConversations listConversations,
    MarkConversationAsRead markConversationAsRead,
    GetPresence getPresence) {}
