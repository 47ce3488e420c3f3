package io.messageservice.protocol.command.personal;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.PersonalJson;

/** Mutes or hides a conversation for the user, or ends that. */
public record SetPreferencesCommand(ConversationId conversation, PreferencesChange change)
    implements Command {

  public static final String EVENT = "setPreferences";

  /** Reads its payload. */
  public static Command decode(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    return new SetPreferencesCommand(payload.conversationId(), PersonalJson.change(payload));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<OwnPreferences>ask(
        Way.LANE,
        frame,
        (ref, own) -> ReplyFrames.success(EVENT, ref, PersonalJson.members(own)),
        reply -> session.useCases().setPreferences().set(session, conversation, change, reply));
  }
}
