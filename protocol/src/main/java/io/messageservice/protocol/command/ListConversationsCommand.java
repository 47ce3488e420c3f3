package io.messageservice.protocol.command;

import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.ListConversations.Page;
import io.messageservice.application.port.in.ListConversations.Place;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.PageElements;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.ListingJson;
import java.util.List;
import java.util.Optional;

/** Reads a page of the user's conversations. */
public record ListConversationsCommand(ListConversations.Request request) implements Command {

  static final String EVENT = "listConversations";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new ListConversationsCommand(ListingJson.request(envelope.payload()));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Page>ask(
        Way.READER,
        frame,
        (ref, page) ->
            ReplyFrames.success(
                EVENT, ref, members(page, session.user(), session.limits().maxServerFrameBytes())),
        reply -> session.useCases().listConversations().list(session, request, reply));
  }

  /** Writes the members of the answer; the cursor stands behind the last conversation that fits. */
  public static Json.Writer members(Page page, UserId viewer, int maxFrameBytes) {
    List<Entry> all = page.listing().entries();
    List<byte[]> fitting =
        PageElements.fitting(all, entry -> ListingJson.encoded(entry, viewer), maxFrameBytes);
    Optional<Place> next =
        fitting.size() == all.size()
            ? page.listing().next().map(page::after)
            : Optional.of(page.after(all.get(fitting.size() - 1).place()));
    return json -> {
      Json.writeEncoded(json, "conversations", fitting);
      ListingJson.writeEnd(json, page, next);
    };
  }
}
