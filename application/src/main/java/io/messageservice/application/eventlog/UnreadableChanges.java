package io.messageservice.application.eventlog;

import io.messageservice.application.port.out.change.Changes.Gap;

/** Changes of the log that cannot be read, for the report. */
final class UnreadableChanges extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableChanges(Gap gap) {
    super(gap.count() + " changes of " + gap.part() + " cannot be read: " + gap.id());
  }
}
