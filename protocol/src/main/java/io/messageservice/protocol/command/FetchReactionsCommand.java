package io.messageservice.protocol.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.in.message.FetchReactions;
import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.protocol.frame.PageElements;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.Cursors;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.Payload;
import java.io.IOException;
import java.util.List;

/** Reads a page of those who have reacted to a message. */
public record FetchReactionsCommand(FetchReactions.Request request) implements Command {

  static final String EVENT = "fetchReactions";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new FetchReactionsCommand(request(envelope.payload()));
  }

  /** What the payload asks for. */
  public static FetchReactions.Request request(Payload payload) throws InvalidFrame {
    return new FetchReactions.Request(
        payload.messageId(),
        payload.optionalReaction(),
        payload.cursor(Cursors::readRev).orElse(0L),
        payload.limit(FetchReactions.DEFAULT_LIMIT, FetchReactions.MAX_LIMIT));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<ReactionPage>ask(
        Way.READER,
        frame,
        (ref, page) ->
            ReplyFrames.success(EVENT, ref, members(page, session.limits().maxServerFrameBytes())),
        reply -> session.useCases().fetchReactions().fetch(session, request, reply));
  }

  /** Writes the members of the answer; the cursor stands behind the last reaction that fits. */
  public static Json.Writer members(ReactionPage page, int maxFrameBytes) {
    List<GivenReaction> all = page.reactions();
    List<byte[]> fitting =
        PageElements.fitting(all, given -> Json.write(json -> write(json, given)), maxFrameBytes);
    boolean more = page.more() || fitting.size() < all.size();
    return json -> {
      Json.writeEncoded(json, "reactions", fitting);
      if (more && !fitting.isEmpty()) {
        json.writeStringField("cursor", Cursors.text(all.get(fitting.size() - 1).rev()));
      }
    };
  }

  private static void write(JsonGenerator json, GivenReaction given) throws IOException {
    json.writeStringField("reaction", given.reaction().value());
    json.writeStringField("userId", given.user().value());
  }
}
