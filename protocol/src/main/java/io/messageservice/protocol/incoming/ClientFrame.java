package io.messageservice.protocol.incoming;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.outcome.Refusal.Code;
import io.messageservice.protocol.json.Ref;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a client, understood as far as it can be.
 *
 * @param event its name; null where the frame names none
 * @param ref what the client calls it by
 * @param traceparent what the client takes it for a part of, as it wrote that (W3C Trace Context)
 * @param bytes of the text that it was decoded from
 */
public record ClientFrame(
    @Nullable String event,
    @Nullable Ref ref,
    @Nullable String traceparent,
    Command command,
    int bytes) {

  /** What a command takes beside its payload. */
  private static final int FIXED_BYTES = 256;

  /** A message that is being sent is encoded as the push and as the answer. */
  private static final int COPIES = 2;

  public static final String TYPING = "typing";
  public static final String PONG = "pong";

  /** The events that are answered for nothing but their own mistakes, unless they carry a ref. */
  private static final Set<String> UNANSWERED = Set.of(TYPING, PONG);

  private static final Set<Code> MISTAKES = Set.of(Code.INVALID_PAYLOAD, Code.INVALID_FORMAT);

  /** Its name; empty where the frame names none. */
  public String name() {
    return event == null ? "" : event;
  }

  /** The most memory that it takes as it is. */
  public int decodedBytes() {
    return FIXED_BYTES + command.decodedBytes(bytes);
  }

  /**
   * The most memory that it takes beside that once it is begun and until it is answered. A
   * character is never longer on the way out than on the way in.
   */
  public int encodedBytes() {
    return COPIES * bytes;
  }

  /** Whether the client gets the refusal. */
  public boolean reports(Refusal refusal) {
    return ref != null
        || event == null
        || !UNANSWERED.contains(event)
        || MISTAKES.contains(refusal.code());
  }
}
