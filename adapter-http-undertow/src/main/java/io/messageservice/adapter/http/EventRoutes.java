package io.messageservice.adapter.http;

import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.event.PollEvents.Polled;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.json.Cursors;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.service.EventJson;
import io.messageservice.protocol.service.EventRequest;
import io.undertow.util.Methods;
import java.util.List;
import java.util.Optional;

/** The log of events, for services. */
final class EventRoutes {

  /** What a page holds beside its events: commas, the next place. */
  private static final int AROUND_BYTES = 4 << 10;

  private static final String ID = "eventId";

  private final PollEvents events;
  private final int maxBytes;

  /**
   * @param maxPageBytes the largest page; one larger event comes alone
   */
  EventRoutes(PollEvents events, int maxPageBytes) {
    this.events = events;
    this.maxBytes = maxPageBytes - AROUND_BYTES;
  }

  List<Route> all() {
    return List.of(
        Route.of(Methods.GET, "/api/events", this::poll),
        Route.of(Methods.GET, "/api/events/{" + ID + "}/recipients", this::recipients));
  }

  private void poll(ApiCall call) throws InvalidFrame {
    PollEvents.Request request = EventRequest.of(call.payload(), maxBytes);
    call.giveTime(request.maxWait());
    call.<Polled>ask(EventRoutes::answer, reply -> events.poll(call.caller(), request, reply));
  }

  private static ApiAnswer answer(Polled page) {
    return page.gone()
        ? ApiAnswer.of(Problem.GONE, json -> json.writeStringField("oldest", page.next().text()))
        : ApiAnswer.ok(EventJson.members(page));
  }

  private void recipients(ApiCall call) throws InvalidFrame {
    EventId id = EventRequest.id(ID, call.payload().optionalText(ID).orElse(""));
    Optional<UserId> after = call.payload().cursor(Cursors::readUser);
    call.<RecipientPage>ask(
        page -> ApiAnswer.ok(EventJson.members(page)),
        reply -> events.recipients(call.caller(), id, after, reply));
  }
}
