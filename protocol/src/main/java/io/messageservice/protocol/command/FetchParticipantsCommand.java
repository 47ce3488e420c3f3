package io.messageservice.protocol.command;

import io.messageservice.application.port.in.group.FetchParticipants;
import io.messageservice.application.port.in.group.FetchParticipants.Participant;
import io.messageservice.application.port.in.group.FetchParticipants.ParticipantPage;
import io.messageservice.protocol.frame.PageElements;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.ConversationRequest;
import io.messageservice.protocol.json.Cursors;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import java.util.List;

/** Reads a page of those who take part in a conversation. */
public record FetchParticipantsCommand(FetchParticipants.Request request) implements Command {

  static final String EVENT = "fetchParticipants";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new FetchParticipantsCommand(ConversationRequest.participants(envelope.payload()));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<ParticipantPage>ask(
        Way.READER,
        frame,
        (ref, page) ->
            ReplyFrames.success(
                EVENT,
                ref,
                json -> {
                  json.writeStringField("conversationId", request.conversation().value());
                  members(page, session.limits().maxServerFrameBytes()).writeTo(json);
                }),
        reply -> session.useCases().fetchParticipants().fetch(session, request, reply));
  }

  /** Writes the members of the answer; the cursor stands behind the last user who fits. */
  public static Json.Writer members(ParticipantPage page, int maxFrameBytes) {
    List<Participant> all = page.participants();
    List<byte[]> fitting = PageElements.fitting(all, ConversationJson::encoded, maxFrameBytes);
    boolean more = page.more() || fitting.size() < all.size();
    return json -> {
      Json.writeEncoded(json, "participants", fitting);
      if (more && !fitting.isEmpty()) {
        json.writeStringField("cursor", Cursors.text(all.get(fitting.size() - 1).reader().user()));
      }
    };
  }
}
