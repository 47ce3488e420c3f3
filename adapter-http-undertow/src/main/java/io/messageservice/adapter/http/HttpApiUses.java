package io.messageservice.adapter.http;

import io.messageservice.application.port.in.AddParticipant;
import io.messageservice.application.port.in.CreateConversation;
import io.messageservice.application.port.in.GetConversation;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.RemoveParticipant;
import io.messageservice.application.port.in.message.DeleteMessage;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.SendMessage;

/** What requests are carried out with. */
public record HttpApiUses(
    CreateConversation createConversation,
    GetConversation getConversation,
    AddParticipant addParticipant,
    RemoveParticipant removeParticipant,
    SendMessage sendMessage,
    EditMessage editMessage,
    DeleteMessage deleteMessage,
    ReactToMessage reactToMessage,
    FetchReactions fetchReactions,
    FetchMessages fetchMessages,
    ListConversations listConversations,
    MarkConversationAsRead markConversationAsRead,
    GetPresence getPresence) {}
