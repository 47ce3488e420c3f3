package io.messageservice.protocol.command;

import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.PageElements;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.Cursors;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Payload;
import java.util.List;
import java.util.Optional;

/** Reads a page of the user's conversations. */
public record ListConversationsCommand(ListConversations.Request request) implements Command {

  static final String EVENT = "listConversations";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new ListConversationsCommand(request(envelope.payload()));
  }

  /** What the payload asks for. */
  public static ListConversations.Request request(Payload payload) throws InvalidFrame {
    return new ListConversations.Request(
        payload.cursor(Cursors::read),
        payload.limit(ListConversations.DEFAULT_LIMIT, ListConversations.MAX_LIMIT),
        payload.flagOr(false, "hidden"));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Listing>ask(
        Way.READER,
        frame,
        (ref, listing) ->
            ReplyFrames.success(
                EVENT,
                ref,
                members(listing, session.user(), session.limits().maxServerFrameBytes())),
        reply -> session.useCases().listConversations().list(session, request, reply));
  }

  /** Writes the members of the answer; the cursor stands behind the last conversation that fits. */
  public static Json.Writer members(Listing listing, UserId viewer, int maxFrameBytes) {
    List<Listed> all = listing.conversations();
    List<byte[]> fitting =
        PageElements.fitting(
            all,
            listed -> Json.write(json -> ConversationJson.writeMembers(json, listed, viewer)),
            maxFrameBytes);
    Optional<Cursor> next =
        fitting.size() == all.size()
            ? listing.next()
            : Optional.of(Cursor.after(all.get(fitting.size() - 1).conversation()));
    return json -> {
      Json.writeEncoded(json, "conversations", fitting);
      if (next.isPresent()) {
        json.writeStringField("cursor", Cursors.text(next.get()));
      }
    };
  }
}
