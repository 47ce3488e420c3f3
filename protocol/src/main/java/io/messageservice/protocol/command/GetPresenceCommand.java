package io.messageservice.protocol.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.in.GetPresence;
import io.messageservice.application.port.in.GetPresence.Status;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import java.io.IOException;
import java.util.List;

/** Asks who of some users is online. */
public record GetPresenceCommand(List<UserId> users) implements Command {

  static final String EVENT = "getPresence";

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new GetPresenceCommand(envelope.payload().userIds("userIds", GetPresence.MAX_USERS));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<List<Status>>ask(
        Way.READER,
        frame,
        (ref, statuses) -> ReplyFrames.success(EVENT, ref, members(statuses)),
        reply -> session.useCases().getPresence().get(session, users, reply));
  }

  /** Writes the members of the answer. */
  public static Json.Writer members(List<Status> statuses) {
    return json -> Json.writeArray(json, "statuses", statuses, GetPresenceCommand::write);
  }

  private static void write(JsonGenerator json, Status status) throws IOException {
    json.writeStartObject();
    json.writeStringField("userId", status.user().value());
    json.writeBooleanField("online", status.online());
    if (status.lastSeen().isPresent()) {
      json.writeStringField("lastSeenAt", MessageJson.text(status.lastSeen().get()));
    }
    json.writeEndObject();
  }
}
