package io.messageservice.protocol.command;

import io.messageservice.application.port.in.message.FetchMessages;
import io.messageservice.application.port.in.message.FetchMessages.Direction;
import io.messageservice.application.port.in.message.FetchMessages.Fetched;
import io.messageservice.domain.message.Message;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.PageElements;
import io.messageservice.protocol.frame.ReplyFrames;
import io.messageservice.protocol.incoming.ClientFrame;
import io.messageservice.protocol.incoming.Command;
import io.messageservice.protocol.incoming.CommandSession;
import io.messageservice.protocol.incoming.Envelope;
import io.messageservice.protocol.json.InvalidFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import io.messageservice.protocol.json.Payload;
import io.messageservice.protocol.json.ReactionJson;
import io.messageservice.protocol.json.Ref;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a page of the messages of a conversation. */
public record FetchMessagesCommand(FetchMessages.Request request) implements Command {

  static final String EVENT = "fetchMessages";

  private static final byte[] NOTHING = {};

  static Command decode(Envelope envelope) throws InvalidFrame {
    return new FetchMessagesCommand(request(envelope.payload()));
  }

  /** What the payload asks for. */
  public static FetchMessages.Request request(Payload payload) throws InvalidFrame {
    Optional<Long> before = payload.position("beforeSeq");
    Optional<Long> after = payload.position("afterSeq");
    if (before.isPresent() && after.isPresent()) {
      throw InvalidFrame.payload("beforeSeq, afterSeq: one of them at most");
    }
    return new FetchMessages.Request(
        payload.conversationId(),
        after.isPresent() ? Direction.AFTER : Direction.BEFORE,
        after.or(() -> before).orElse(Long.MAX_VALUE),
        payload.limit(FetchMessages.DEFAULT_LIMIT, FetchMessages.MAX_LIMIT));
  }

  @Override
  public void run(CommandSession session, ClientFrame frame) {
    session.<Fetched>ask(
        Way.READER,
        frame,
        (ref, fetched) -> reply(ref, fetched, session.limits().maxServerFrameBytes()),
        reply -> session.useCases().fetchMessages().fetch(session, request, reply));
  }

  static TextFrame reply(@Nullable Ref ref, Fetched fetched, int maxFrameBytes) {
    Json.Writer page = members(fetched, maxFrameBytes);
    return ReplyFrames.success(
        EVENT,
        ref,
        json -> {
          json.writeStringField("conversationId", fetched.conversation().value());
          page.writeTo(json);
        });
  }

  /**
   * Writes the members of the answer beside the conversation: messages ascending; what does not fit
   * is left out where the page goes on.
   */
  public static Json.Writer members(Fetched fetched, int maxFrameBytes) {
    List<Message> messages = new ArrayList<>(fetched.page().messages());
    boolean backwards = fetched.direction() == Direction.BEFORE;
    if (backwards) {
      Collections.reverse(messages);
    }
    Map<Long, byte[]> own = new TreeMap<>();
    fetched.own().forEach(reacted -> own.put(reacted.seq(), ReactionJson.encoded(reacted)));
    List<byte[]> fitting =
        PageElements.fitting(
            messages,
            MessageJson::encoded,
            maxFrameBytes,
            message -> own.getOrDefault(message.seq(), NOTHING).length);
    boolean more = fetched.page().more() || fitting.size() < messages.size();
    messages.subList(fitting.size(), messages.size()).forEach(left -> own.remove(left.seq()));
    if (backwards) {
      Collections.reverse(fitting);
    }
    return json -> {
      Json.writeEncoded(json, "messages", fitting);
      ReactionJson.writeOwn(json, List.copyOf(own.values()));
      json.writeBooleanField("more", more);
    };
  }
}
