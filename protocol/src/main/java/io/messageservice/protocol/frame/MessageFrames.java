package io.messageservice.protocol.frame;

import io.messageservice.application.port.in.SendMessage.Sent;
import io.messageservice.domain.message.Message;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.json.Json;
import io.messageservice.protocol.json.MessageJson;
import io.messageservice.protocol.json.Ref;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The two frames that carry a new message: the push to those who receive it and the reply to the
 * one who sent it. MESSAGE is written once; the reply takes its bytes from the push.
 */
public final class MessageFrames {

  private static final byte[] PUSH = utf8("{\"event\":\"newMessage\",\"data\":");
  private static final byte[] REPLY =
      utf8("{\"success\":true,\"event\":\"sendMessage\",\"message\":");
  private static final byte[] MESSAGE = utf8("{\"message\":");
  private static final byte[] AGAIN = utf8("{\"duplicate\":true,\"message\":");
  private static final int NULL_AND_END = "null}".length();

  private MessageFrames() {}

  static TextFrame push(Message message) {
    return push(MessageJson.encoded(message));
  }

  /** The push of a message that is JSON already. */
  static TextFrame push(String message) {
    return push(utf8(message));
  }

  private static TextFrame push(byte[] json) {
    return TextFrame.kept(joined(PUSH, json, 0, json.length));
  }

  /** The reply about the message that was sent. */
  public static TextFrame reply(@Nullable Ref ref, Sent sent) {
    byte[] head = ref == null && !sent.duplicate() ? REPLY : head(ref, sent.duplicate());
    byte[] pushed = sent.event().in(EventFrames.FORMAT).frame().utf8();
    int length = pushed.length - 1 - PUSH.length;
    return TextFrame.kept(joined(head, pushed, PUSH.length, length));
  }

  /**
   * The message that was sent, as the only thing that is answered but for whether it was before.
   */
  public static byte[] body(Sent sent) {
    byte[] pushed = sent.event().in(EventFrames.FORMAT).frame().utf8();
    int length = pushed.length - 1 - PUSH.length;
    return joined(sent.duplicate() ? AGAIN : MESSAGE, pushed, PUSH.length, length);
  }

  private static byte[] head(@Nullable Ref ref, boolean duplicate) {
    byte[] object =
        Json.write(
            json -> {
              json.writeBooleanField("success", true);
              json.writeStringField("event", "sendMessage");
              ReplyFrames.writeRef(json, ref);
              if (duplicate) {
                json.writeBooleanField("duplicate", true);
              }
              json.writeNullField("message");
            });
    return Arrays.copyOf(object, object.length - NULL_AND_END);
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
