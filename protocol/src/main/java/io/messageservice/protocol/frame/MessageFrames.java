package io.messageservice.protocol.frame;

import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage.Conflict;
import io.messageservice.application.port.in.message.EditMessage.ChangedMessage.Done;
import io.messageservice.application.port.in.message.SendMessage.Sent;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import io.messageservice.protocol.json.Ref;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames that carry a message in its newest state: the push to those who receive it and the
 * reply to the one who sent or changed it. MESSAGE is written once; the reply takes its bytes from
 * the push.
 */
public final class MessageFrames {

  private static final byte[] PUSH = utf8("{\"event\":\"newMessage\",\"data\":");
  private static final byte[] CHANGED = utf8("{\"event\":\"messageChanged\",\"data\":");
  private static final String SEND = "sendMessage";
  private static final byte[] REPLY =
      utf8("{\"success\":true,\"event\":\"sendMessage\",\"message\":");
  private static final byte[] MESSAGE = utf8("{\"message\":");
  private static final byte[] AGAIN = utf8("{\"duplicate\":true,\"message\":");

  /** A command expected a message in another state than it is in. */
  public static final Refusal CONFLICT =
      new Refusal(Refusal.Code.CONFLICT, "the message is in another state, see message");

  private static final int NULL_AND_END = "null}".length();

  private MessageFrames() {}

  static TextFrame push(Message message) {
    return push(PUSH, MessageJson.encoded(message));
  }

  /** The push of a message that is JSON already. */
  static TextFrame push(String message) {
    return push(PUSH, utf8(message));
  }

  /** The push of a message that others have in another state. */
  static TextFrame changed(Message message) {
    return push(CHANGED, MessageJson.encoded(message));
  }

  private static TextFrame push(byte[] head, byte[] json) {
    return TextFrame.kept(joined(head, json, 0, json.length));
  }

  /** The reply about the message that was sent. */
  public static TextFrame reply(@Nullable Ref ref, Sent sent) {
    boolean usual = ref == null && !sent.duplicate();
    byte[] head = usual ? REPLY : head(SEND, ref, sent.duplicate());
    return TextFrame.kept(withMessage(head, sent.event()));
  }

  /** The reply to the command that was to change the message. */
  public static TextFrame reply(String event, @Nullable Ref ref, ChangedMessage changed) {
    return changed instanceof Done done
        ? TextFrame.kept(withMessage(head(event, ref, false), done.event()))
        : ReplyFrames.error(event, ref, CONFLICT, present((Conflict) changed));
  }

  /** Writes the member {@code message} beside a conflict. */
  public static Json.Writer present(Conflict conflict) {
    return json -> {
      json.writeFieldName("message");
      MessageJson.write(json, conflict.present());
    };
  }

  /**
   * The message that was sent, as the only thing that is answered but for whether it was before.
   */
  public static byte[] body(Sent sent) {
    return withMessage(sent.duplicate() ? AGAIN : MESSAGE, sent.event());
  }

  /** The message that was changed, as the only thing that is answered. */
  public static byte[] body(Done done) {
    return withMessage(MESSAGE, done.event());
  }

  private static byte[] head(String event, @Nullable Ref ref, boolean duplicate) {
    byte[] object =
        Json.write(
            json -> {
              json.writeBooleanField("success", true);
              json.writeStringField("event", event);
              ReplyFrames.writeRef(json, ref);
              if (duplicate) {
                json.writeBooleanField("duplicate", true);
              }
              json.writeNullField("message");
            });
    return Arrays.copyOf(object, object.length - NULL_AND_END);
  }

  /** The head, MESSAGE out of the push, and the end of the object. */
  private static byte[] withMessage(byte[] head, OutgoingEvent event) {
    byte[] pushed = event.in(EventFrames.FORMAT).frame().utf8();
    int offset = event.event() instanceof MessageChanged ? CHANGED.length : PUSH.length;
    return joined(head, pushed, offset, pushed.length - 1 - offset);
  }

  /** The head, the part of the other array, and the end of the object. */
  private static byte[] joined(byte[] head, byte[] other, int offset, int length) {
    byte[] all = Arrays.copyOf(head, head.length + length + 1);
    System.arraycopy(other, offset, all, head.length, length);
    all[all.length - 1] = '}';
    return all;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
