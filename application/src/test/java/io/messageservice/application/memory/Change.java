package io.messageservice.application.memory;

import io.messageservice.application.port.out.ChangeLog.AccessChange;
import io.messageservice.application.port.out.ChangeLog.Head;
import io.messageservice.domain.conversation.Conversation;
import java.util.Optional;

/**
 * What one decision did to a conversation.
 *
 * @param appended the message, where there was one
 * @param access who began to take part, where kind or participants changed
 */
record Change(Optional<Head> appended, Optional<AccessChange> access) {

  /** What makes the conversation the later one from what it was, if it was there. */
  static Change between(Optional<Conversation> before, Conversation after) {
    long head = before.map(Conversation::head).orElse(0L);
    boolean isAccessOld =
        before.filter(had -> had.accessVersion() == after.accessVersion()).isPresent();
    return new Change(
        after.head() > head
            ? Optional.of(new Head(after.id(), head, after.head()))
            : Optional.empty(),
        isAccessOld
            ? Optional.empty()
            : Optional.of(new AccessChange(after.id(), after.cameSince(before), head)));
  }

  /** Whether it did nothing that others are told of. */
  boolean isEmpty() {
    return appended.isEmpty() && access.isEmpty();
  }
}
