package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.personal.ListBlocked;
import io.messageservice.application.port.in.personal.ListBlocked.BlockedPage;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.application.port.in.personal.MarkConversationAsRead;
import io.messageservice.application.port.in.personal.MarkConversationAsRead.Marked;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.BlockChange;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.command.personal.MarkConversationAsReadCommand;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.PersonalJson;
import io.undertow.util.Methods;
import java.util.List;

/** What users have of conversations for themselves, and whom they block. */
final class PersonalRoutes {

  private static final String CONVERSATION = "/api/conversations/{conversationId}";

  private static final String ALL_BLOCKED = "/api/blocked";

  private static final String BLOCKED = ALL_BLOCKED + "/{userId}";

  /** Names the user who blocks, where a service asks. */
  private static final String BLOCKED_BY = "blockedBy";

  private final HttpApiUses uses;

  PersonalRoutes(HttpApiUses uses) {
    this.uses = uses;
  }

  List<Route> all() {
    return List.of(
        Route.of(Methods.PUT, CONVERSATION + "/read", this::markAsRead),
        Route.of(Methods.PUT, CONVERSATION + "/delivered", this::markAsDelivered),
        Route.of(Methods.PUT, CONVERSATION + "/preferences", this::setPreferences),
        Route.of(Methods.GET, ALL_BLOCKED, this::listBlocked),
        Route.of(Methods.PUT, BLOCKED, call -> block(call, true)),
        Route.of(Methods.DELETE, BLOCKED, call -> block(call, false)));
  }

  private void markAsRead(ApiCall call) throws InvalidFrame {
    MarkConversationAsRead.Request request = MarkConversationAsReadCommand.request(call.payload());
    Caller caller = call.callerFor("userId");
    call.<Marked>ask(
        marked -> ApiAnswer.ok(MarkConversationAsReadCommand.members(marked)),
        reply -> uses.markConversationAsRead().markAll(caller, request, reply));
  }

  private void markAsDelivered(ApiCall call) throws InvalidFrame {
    MarkAsDelivered.Request request = PersonalJson.delivered(call.payload());
    Caller caller = call.callerFor("userId");
    call.<DeliveredMark>ask(
        mark -> ApiAnswer.ok(PersonalJson.members(mark)),
        reply -> uses.markAsDelivered().mark(caller, request, reply));
  }

  private void setPreferences(ApiCall call) throws InvalidFrame {
    ConversationId id = call.payload().conversationId();
    PreferencesChange change = PersonalJson.change(call.payload());
    Caller caller = call.callerFor("userId");
    call.<OwnPreferences>ask(
        own -> ApiAnswer.ok(PersonalJson.members(own)),
        reply -> uses.setPreferences().set(caller, id, change, reply));
  }

  private void listBlocked(ApiCall call) throws InvalidFrame {
    ListBlocked.Request request = PersonalJson.blocked(call.payload());
    Caller caller = call.callerFor(BLOCKED_BY);
    call.<BlockedPage>ask(
        page -> ApiAnswer.ok(PersonalJson.members(page)),
        reply -> uses.listBlocked().list(caller, request, reply));
  }

  private void block(ApiCall call, boolean holds) throws InvalidFrame {
    UserId other = call.payload().userId("userId");
    Caller caller = call.callerFor(BLOCKED_BY);
    call.<BlockChange>ask(
        change -> ApiAnswer.ok(PersonalJson.members(change)),
        reply -> uses.blockUser().block(caller, other, holds, reply));
  }
}
