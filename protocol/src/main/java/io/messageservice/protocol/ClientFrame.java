package io.messageservice.protocol;

import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.outcome.Refusal.Code;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a client, understood as far as it can be.
 *
 * @param event its name; null where the frame names none
 * @param ref what the client calls it by
 */
record ClientFrame(@Nullable String event, @Nullable Ref ref, Command command) {

  /** The events that are told of nothing but their own mistakes, unless they carry a ref. */
  private static final Set<String> UNANSWERED = Set.of("typing", "pong");

  private static final Set<Code> MISTAKES = Set.of(Code.INVALID_PAYLOAD, Code.INVALID_FORMAT);

  /** Whether the client is told of the refusal. */
  boolean hears(Refusal refusal) {
    return ref != null
        || event == null
        || !UNANSWERED.contains(event)
        || MISTAKES.contains(refusal.code());
  }
}
