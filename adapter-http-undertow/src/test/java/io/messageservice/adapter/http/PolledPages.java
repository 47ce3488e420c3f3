package io.messageservice.adapter.http;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.event.BackEndEvent;
import io.messageservice.application.port.in.event.EventData.MessagesRead;
import io.messageservice.application.port.in.event.EventId;
import io.messageservice.application.port.in.event.EventType;
import io.messageservice.application.port.in.event.PollEvents;
import io.messageservice.application.port.in.event.RecipientPage;
import io.messageservice.application.port.in.event.RecipientPage.Recipient;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A log with one event; places of the epoch {@code old} are gone. */
record PolledPages(ApiServer server) implements PollEvents {

  /** For whom only the routes matter. */
  static final PollEvents NONE =
      new PollEvents() {
        @Override
        public void poll(Caller caller, Request request, Reply<Polled> reply) {}

        @Override
        public void recipients(
            Caller caller, EventId id, Optional<UserId> after, Reply<RecipientPage> reply) {}

        @Override
        public void endWaiting() {}
      };

  private static final EventId ID = new EventId(new Place("e1", 7), EventId.LAST);

  private static final UserId BOB = new UserId("bob");

  @Override
  public void poll(Caller caller, Request request, Reply<Polled> reply) {
    boolean gone = request.after().filter(id -> id.place().epoch().equals("old")).isPresent();
    server.answer(
        caller,
        asked(request),
        reply,
        gone
            ? new Polled(true, List.of(), ID, true)
            : new Polled(false, List.of(request.encoding().apply(event())), ID, false));
  }

  private static BackEndEvent event() {
    return new BackEndEvent(
        ID,
        EventType.RECEIPT_READ,
        Instant.parse("2026-01-02T03:04:05.678Z"),
        Optional.of(new ConversationId("c")),
        Optional.empty(),
        new MessagesRead(BOB, 3));
  }

  private static String asked(Request request) {
    String types =
        request.types().size() == EventType.values().length
            ? "all"
            : request.types().stream()
                .map(EventType::text)
                .sorted()
                .collect(Collectors.joining(" "));
    return (request.latest() ? "latest" : request.after().map(EventId::text).orElse("oldest"))
        + ", "
        + types
        + ", "
        + request.limit()
        + ", "
        + request.maxWait();
  }

  @Override
  public void recipients(
      Caller caller, EventId id, Optional<UserId> after, Reply<RecipientPage> reply) {
    server.answer(
        caller,
        id.text() + " after " + after.map(UserId::value).orElse("none"),
        reply,
        new RecipientPage(
            List.of(new Recipient(BOB, false, true, 2, 5)),
            after.isPresent() ? Optional.empty() : Optional.of(BOB)));
  }

  @Override
  public void endWaiting() {}
}
