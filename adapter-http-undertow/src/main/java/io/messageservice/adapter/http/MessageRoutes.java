package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.application.port.in.message.EditMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage.Conflict;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage.Done;
import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchMessages.Fetched;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.in.message.ReactToMessage;
import io.messageservice.application.port.in.message.ReactToMessage.Reacted;
import io.messageservice.application.port.in.message.SendMessage;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.command.EditMessageCommand;
import io.messageservice.protocol.command.FetchMessagesCommand;
import io.messageservice.protocol.command.FetchReactionsCommand;
import io.messageservice.protocol.command.GetPresenceCommand;
import io.messageservice.protocol.command.ReactToMessageCommand;
import io.messageservice.protocol.command.SendMessageCommand;
import io.messageservice.protocol.frame.MessageFrames;
import io.messageservice.protocol.json.InvalidFrame;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.List;

/** Messages, and who is online. */
final class MessageRoutes {

  private static final String CONVERSATION = "/api/conversations/{conversationId}";

  private static final String MESSAGE = "/api/messages/{messageId}";

  private static final String REACTION = MESSAGE + "/reactions/{reaction}";

  private final HttpApiUses uses;
  private final Limits limits;

  MessageRoutes(HttpApiUses uses, Limits limits) {
    this.uses = uses;
    this.limits = limits;
  }

  List<Route> all() {
    return List.of(
        Route.of(Methods.GET, CONVERSATION + "/messages", this::fetch),
        Route.of(Methods.POST, CONVERSATION + "/messages", this::send),
        Route.of(Methods.PATCH, MESSAGE, this::edit),
        Route.of(Methods.DELETE, MESSAGE, this::delete),
        Route.of(Methods.GET, MESSAGE + "/reactions", this::fetchReactions),
        Route.of(Methods.PUT, REACTION, call -> react(call, true)),
        Route.of(Methods.DELETE, REACTION, call -> react(call, false)),
        Route.of(Methods.GET, "/api/presence", this::getPresence));
  }

  private void fetch(ApiCall call) throws InvalidFrame {
    FetchMessages.Request request = FetchMessagesCommand.request(call.payload());
    Caller caller = call.callerFor("userId");
    call.<Fetched>ask(
        fetched ->
            ApiAnswer.ok(FetchMessagesCommand.members(fetched, limits.maxServerFrameBytes())),
        reply -> uses.fetchMessages().fetch(caller, request, reply));
  }

  private void send(ApiCall call) throws InvalidFrame {
    SendMessage.Request request =
        SendMessageCommand.request(
            call.payloadWithKey("clientMessageId"), limits, call.bodyBytes());
    Caller caller = call.callerFor("senderId");
    call.<Sent>ask(
        sent ->
            ApiAnswer.of(
                sent.duplicate() ? StatusCodes.OK : StatusCodes.CREATED, MessageFrames.body(sent)),
        reply -> uses.sendMessage().send(caller, request, reply));
  }

  private void edit(ApiCall call) throws InvalidFrame {
    EditMessage.Request request = EditMessageCommand.request(call.payloadWithRev(), limits);
    Caller caller = call.callerFor("userId");
    call.ask(MessageRoutes::changed, reply -> uses.editMessage().edit(caller, request, reply));
  }

  private void delete(ApiCall call) throws InvalidFrame {
    MessageId message = call.payload().messageId();
    Caller caller = call.callerFor("userId");
    call.ask(MessageRoutes::changed, reply -> uses.deleteMessage().delete(caller, message, reply));
  }

  private static ApiAnswer changed(ChangedMessage changed) {
    if (changed instanceof Done done) {
      return ApiAnswer.of(StatusCodes.OK, MessageFrames.body(done))
          .with(Headers.ETAG, '"' + Long.toString(done.message().rev()) + '"');
    }
    return ApiAnswer.of(
        Problem.of(MessageFrames.CONFLICT), MessageFrames.present((Conflict) changed));
  }

  private void fetchReactions(ApiCall call) throws InvalidFrame {
    FetchReactions.Request request = FetchReactionsCommand.request(call.payload());
    Caller caller = call.callerFor("userId");
    call.<ReactionPage>ask(
        page -> ApiAnswer.ok(FetchReactionsCommand.members(page, limits.maxServerFrameBytes())),
        reply -> uses.fetchReactions().fetch(caller, request, reply));
  }

  private void react(ApiCall call, boolean add) throws InvalidFrame {
    ReactToMessage.Request request = ReactToMessageCommand.request(call.payload(), add);
    Caller caller = call.callerFor("userId");
    call.<Reacted>ask(
        changed -> ApiAnswer.ok(ReactToMessageCommand.members(changed)),
        reply -> uses.reactToMessage().react(caller, request, reply));
  }

  private void getPresence(ApiCall call) throws InvalidFrame {
    List<UserId> users = call.users("userId");
    call.<List<Status>>ask(
        statuses -> ApiAnswer.ok(GetPresenceCommand.members(statuses)),
        reply -> uses.getPresence().get(call.caller(), users, reply));
  }
}
