package io.messageservice.adapter.http;

import io.messageservice.application.port.in.FetchMessages;
import io.messageservice.application.port.in.FetchMessages.Fetched;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.MarkConversationAsRead;
import io.messageservice.application.port.in.MarkConversationAsRead.Marked;
import io.messageservice.application.port.in.SendMessage;
import io.messageservice.application.port.in.SendMessage.Sent;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.command.FetchMessagesCommand;
import io.messageservice.protocol.command.GetPresenceCommand;
import io.messageservice.protocol.command.ListConversationsCommand;
import io.messageservice.protocol.command.MarkConversationAsReadCommand;
import io.messageservice.protocol.command.SendMessageCommand;
import io.messageservice.protocol.frame.SaidFrames;
import io.messageservice.protocol.json.InvalidFrame;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.List;

/** The API: each path and method, and the use case behind it. */
final class ApiRoutes {

  private final HttpApiUses uses;
  private final Limits limits;

  ApiRoutes(HttpApiUses uses, Limits limits) {
    this.uses = uses;
    this.limits = limits;
  }

  List<Route> all() {
    return List.of(
        Route.of(Methods.GET, "/api/conversations", this::listConversations),
        Route.of(Methods.GET, "/api/conversations/{conversationId}/messages", this::fetchMessages),
        Route.of(Methods.POST, "/api/conversations/{conversationId}/messages", this::sendMessage),
        Route.of(Methods.PUT, "/api/conversations/{conversationId}/read", this::markAsRead),
        Route.of(Methods.GET, "/api/presence", this::getPresence));
  }

  private void listConversations(ApiCall call) throws InvalidFrame {
    ListConversations.Request request = ListConversationsCommand.request(call.payload());
    call.<Listing>ask(
        listing ->
            ApiAnswer.ok(ListConversationsCommand.members(listing, limits.maxServerFrameBytes())),
        reply -> uses.listConversations().list(call.caller(), request, reply));
  }

  private void fetchMessages(ApiCall call) throws InvalidFrame {
    FetchMessages.Request request = FetchMessagesCommand.request(call.payload());
    call.<Fetched>ask(
        fetched ->
            ApiAnswer.ok(FetchMessagesCommand.members(fetched, limits.maxServerFrameBytes())),
        reply -> uses.fetchMessages().fetch(call.caller(), request, reply));
  }

  private void sendMessage(ApiCall call) throws InvalidFrame {
    SendMessage.Request request =
        SendMessageCommand.request(
            call.payloadWithKey("clientMessageId"), limits, call.bodyBytes());
    call.<Sent>ask(
        sent ->
            ApiAnswer.of(
                sent.duplicate() ? StatusCodes.OK : StatusCodes.CREATED, SaidFrames.body(sent)),
        reply -> uses.sendMessage().send(call.caller(), request, reply));
  }

  private void markAsRead(ApiCall call) throws InvalidFrame {
    MarkConversationAsRead.Request request = MarkConversationAsReadCommand.request(call.payload());
    call.<Marked>ask(
        marked -> ApiAnswer.ok(MarkConversationAsReadCommand.members(marked)),
        reply -> uses.markConversationAsRead().markAll(call.caller(), request, reply));
  }

  private void getPresence(ApiCall call) throws InvalidFrame {
    List<UserId> users = call.payload().userIds("userId");
    call.<List<Status>>ask(
        statuses -> ApiAnswer.ok(GetPresenceCommand.members(statuses)),
        reply -> uses.getPresence().get(call.caller(), users, reply));
  }
}
