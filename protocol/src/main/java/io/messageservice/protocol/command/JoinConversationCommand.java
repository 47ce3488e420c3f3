package io.messageservice.protocol.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.messageservice.application.port.in.JoinConversation;
import io.messageservice.application.port.in.JoinConversation.Joined;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.ReadState;
import io.messageservice.domain.view.ResumePoint;
import io.messageservice.protocol.Limits;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.PageElements;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.ConversationJson;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.ReactionJson;
import io.messageservice.protocol.json.Ref;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Joins a conversation, from a position on where the client names one. */
record JoinConversationCommand(JoinConversation.Request request) implements Command {

  static final String EVENT = "joinConversation";

  static Command decode(Envelope envelope) throws InvalidFrame {
    Payload payload = envelope.payload();
    Optional<Long> after = payload.position("afterSeq");
    Optional<Long> afterRev = payload.position("afterRev");
    Optional<String> epoch = payload.optionalText("epoch");
    Optional<Long> maxReplay = payload.position("maxReplay");
    if (afterRev.isPresent() && after.isEmpty()) {
      throw InvalidFrame.payload("afterRev: only with afterSeq");
    }
    OptionalLong rev = afterRev.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    return new JoinConversationCommand(
        new JoinConversation.Request(
            payload.conversationId(),
            after.map(seq -> new ResumePoint(seq, rev, epoch, maxReplay))));
  }

  /** A client that is sent no changes has none to resume. */
  private JoinConversation.Request asked(CommandSession session) {
    return session.followsChanges()
        ? request
        : new JoinConversation.Request(
            request.conversation(),
            request
                .position()
                .map(point -> new ResumePoint(point.afterSeq(), point.epoch(), point.maxReplay())));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Joined>ask(
        Way.JOIN,
        frame,
        (ref, joined) -> {
          session.viewBegins(
              joined.conversation(),
              request.position().filter(point -> joined.recovered().orElse(false)),
              joined.position().rev());
          return reply(ref, joined, ownReactions(joined, session.limits()));
        },
        reply -> session.useCases().joinConversation().join(session, asked(session), reply));
  }

  /** Of the newest messages as many as fit. */
  private static List<byte[]> ownReactions(Joined joined, Limits limits) {
    List<OwnReactions> newestFirst = new ArrayList<>(joined.own());
    Collections.reverse(newestFirst);
    int maxBytes = limits.maxServerFrameBytes() - MessageJson.AROUND_BYTES;
    List<byte[]> fitting = PageElements.fitting(newestFirst, ReactionJson::encoded, maxBytes);
    Collections.reverse(fitting);
    return fitting;
  }

  private static TextFrame reply(@Nullable Ref ref, Joined joined, List<byte[]> own) {
    return ReplyFrames.success(
        EVENT,
        ref,
        json -> {
          json.writeStringField("conversationId", joined.conversation().value());
          json.writeStringField("kind", MessageJson.text(joined.kind()));
          json.writeNumberField("seq", joined.position().seq());
          json.writeNumberField("rev", joined.position().rev());
          json.writeNumberField("firstSeq", joined.firstSeq());
          json.writeStringField("epoch", joined.epoch());
          if (joined.recovered().isPresent()) {
            json.writeBooleanField("recovered", joined.recovered().get());
          }
          writeReadState(json, joined.standing());
          json.writeNumberField("onlineCount", joined.present().count());
          Json.writeUsers(json, "online", joined.present().named());
          ReactionJson.writeOwn(json, own);
        });
  }

  private static void writeReadState(JsonGenerator json, ReadState state) throws IOException {
    json.writeNumberField("readUpTo", state.readUpTo());
    json.writeNumberField("unread", state.unread());
    ConversationJson.writeReaders(json, state.readers());
  }
}
