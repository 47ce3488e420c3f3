package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.CreateConversation;
import io.messageservice.application.port.in.CreateConversation.Created;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.command.ListConversationsCommand;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.ConversationRequest;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Conversations and who takes part in them. */
final class ConversationRoutes {

  private static final String ALL = "/api/conversations";
  private static final String ONE = ALL + "/{conversationId}";
  private static final String PARTICIPANT = ONE + "/participants/{userId}";

  private final HttpApiUses uses;
  private final int maxBytes;

  /**
   * @param maxBytes the largest answer
   */
  ConversationRoutes(HttpApiUses uses, int maxBytes) {
    this.uses = uses;
    this.maxBytes = maxBytes;
  }

  List<Route> all() {
    return List.of(
        Route.of(Methods.GET, ALL, this::list),
        Route.of(Methods.POST, ALL, this::create),
        Route.of(Methods.GET, ONE, this::get),
        Route.of(Methods.PUT, PARTICIPANT, this::add),
        Route.of(Methods.DELETE, PARTICIPANT, this::remove));
  }

  private void list(ApiCall call) throws InvalidFrame {
    ListConversations.Request request = ListConversationsCommand.request(call.payload());
    Caller caller = call.callerFor("userId");
    call.<Listing>ask(
        listing -> ApiAnswer.ok(ListConversationsCommand.members(listing, maxBytes)),
        reply -> uses.listConversations().list(caller, request, reply));
  }

  private void create(ApiCall call) throws InvalidFrame {
    CreateConversation.Request request =
        ConversationRequest.read(call.payloadWithKey("clientConversationId"));
    call.ask(
        ConversationRoutes::created,
        reply -> uses.createConversation().create(call.caller(), request, reply));
  }

  private static ApiAnswer created(Created created) {
    ConversationView view = created.conversation();
    String id = view.listed().conversation().id().value();
    return ApiAnswer.of(
            created.existed() ? StatusCodes.OK : StatusCodes.CREATED,
            Json.write(json -> ConversationJson.writeField(json, view)))
        .with(
            Headers.LOCATION,
            ALL + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private void get(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    Caller caller = call.callerFor("userId");
    call.<ConversationView>ask(
        view -> ApiAnswer.ok(json -> ConversationJson.writeField(json, view)),
        reply -> uses.getConversation().get(caller, id, reply));
  }

  private void add(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    UserId user = call.payload().userId("userId");
    call.<Boolean>ask(
        added -> ApiAnswer.ok(json -> json.writeBooleanField("added", added)),
        reply -> uses.addParticipant().add(call.caller(), id, user, reply));
  }

  private void remove(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    UserId user = call.payload().userId("userId");
    call.<Boolean>ask(
        removed -> ApiAnswer.ok(json -> json.writeBooleanField("removed", removed)),
        reply -> uses.removeParticipant().remove(call.caller(), id, user, reply));
  }
}
