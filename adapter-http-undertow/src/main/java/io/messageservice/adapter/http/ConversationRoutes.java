package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ConversationView;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.ListConversations.Page;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.CreateConversation;
import io.messageservice.application.port.in.group.CreateConversation.Created;
import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.in.group.FetchParticipants.ParticipantPage;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.command.FetchParticipantsCommand;
import io.messageservice.protocol.command.ListConversationsCommand;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.ConversationRequest;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.ListingJson;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Conversations and who takes part in them. */
final class ConversationRoutes {

  private static final String ALL = "/api/conversations";
  private static final String ONE = ALL + "/{conversationId}";
  private static final String PARTICIPANTS = ONE + "/participants";
  private static final String PARTICIPANT = PARTICIPANTS + "/{userId}";

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
        Route.of(Methods.PATCH, ONE, this::update),
        Route.of(Methods.GET, PARTICIPANTS, this::participants),
        Route.of(Methods.PUT, PARTICIPANT, this::add),
        Route.of(Methods.PATCH, PARTICIPANT, this::set),
        Route.of(Methods.DELETE, PARTICIPANT, this::remove));
  }

  private void list(ApiCall call) throws InvalidFrame {
    ListConversations.Request request = ListingJson.request(call.payload());
    Caller caller = call.callerFor("userId");
    call.<Page>ask(
        page -> ApiAnswer.ok(ListConversationsCommand.members(page, caller.user(), maxBytes)),
        reply -> uses.listConversations().list(caller, request, reply));
  }

  private void create(ApiCall call) throws InvalidFrame {
    CreateConversation.Request request =
        ConversationRequest.create(call.payloadWithKey("clientConversationId"));
    UserId viewer = request.creator().orElse(call.caller().user());
    call.<Created>ask(
        created -> created(created, viewer),
        reply -> uses.createConversation().create(call.caller(), request, reply));
  }

  private static ApiAnswer created(Created created, UserId viewer) {
    ConversationView view = created.conversation();
    String id = view.listed().conversation().id().value();
    return ApiAnswer.of(
            created.existed() ? StatusCodes.OK : StatusCodes.CREATED,
            Json.write(json -> ConversationJson.writeField(json, view, viewer)))
        .with(
            Headers.LOCATION,
            ALL + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private void get(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    Caller caller = call.callerFor("userId");
    call.<ConversationView>ask(
        view -> ApiAnswer.ok(json -> ConversationJson.writeField(json, view, caller.user())),
        reply -> uses.getConversation().get(caller, id, reply));
  }

  private void update(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    DataChange change = ConversationRequest.update(call.payload());
    Caller caller = call.caller();
    call.<ChangedConversation>ask(
        changed -> changed(changed, caller.user()),
        reply -> uses.updateConversation().update(caller, id, change, reply));
  }

  private void participants(ApiCall call) throws InvalidFrame {
    FetchParticipants.Request request = ConversationRequest.participants(call.payload());
    Caller caller = call.callerFor("userId");
    call.<ParticipantPage>ask(
        page -> ApiAnswer.ok(FetchParticipantsCommand.members(page, maxBytes)),
        reply -> uses.fetchParticipants().fetch(caller, request, reply));
  }

  private void add(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    UserId user = call.payload().userId("userId");
    call.<ChangedConversation>ask(
        added -> ApiAnswer.ok(json -> json.writeBooleanField("added", added.changed())),
        reply -> uses.addParticipants().add(call.caller(), id, Set.of(user), reply));
  }

  private void set(ApiCall call) throws InvalidFrame {
    SetParticipant.Request request = ConversationRequest.standing(call.payload());
    Caller caller = call.caller();
    call.<ChangedConversation>ask(
        changed -> changed(changed, caller.user()),
        reply -> uses.setParticipant().set(caller, request, reply));
  }

  private void remove(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    UserId user = call.payload().userId("userId");
    call.<ChangedConversation>ask(
        removed -> ApiAnswer.ok(json -> json.writeBooleanField("removed", removed.changed())),
        reply -> uses.removeParticipant().remove(call.caller(), id, user, reply));
  }

  private static ApiAnswer changed(ChangedConversation changed, UserId viewer) {
    Conversation now = changed.conversation().orElseThrow();
    return ApiAnswer.ok(json -> ConversationJson.writeField(json, now, viewer));
  }
}
