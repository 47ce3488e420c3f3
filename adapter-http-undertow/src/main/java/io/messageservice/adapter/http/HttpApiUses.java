package io.messageservice.adapter.http;

import io.messageservice.application.port.in.GetConversation;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.group.AddParticipants;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.in.group.RemoveParticipant;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.application.port.in.group.UpdateConversation;
import io.messageservice.application.port.in.message.DeleteMessage;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.personal.BlockUser;
import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.in.personal.SetPreferences;

/** What requests are carried out with. */
public record HttpApiUses(
    CreateConversation createConversation,
    GetConversation getConversation,
    UpdateConversation updateConversation,
    FetchParticipants fetchParticipants,
    AddParticipants addParticipants,
    SetParticipant setParticipant,
    RemoveParticipant removeParticipant,
    SendMessage sendMessage,
    EditMessage editMessage,
    DeleteMessage deleteMessage,
    ReactToMessage reactToMessage,
    FetchReactions fetchReactions,
    FetchMessages fetchMessages,
    ListConversations listConversations,
    MarkConversationAsRead markConversationAsRead,
    MarkAsDelivered markAsDelivered,
    SetPreferences setPreferences,
    BlockUser blockUser,
    ListBlocked listBlocked,
    GetPresence getPresence,
    PollEvents pollEvents) {}
