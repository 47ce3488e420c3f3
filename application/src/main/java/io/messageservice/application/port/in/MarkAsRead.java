package io.messageservice.application.port.in;

import io.messageservice.domain.message.MessageId;

/** Marks a message, and all before it, as read, or one as unread. */
public interface MarkAsRead {

  /** Marks; the answer is the mark. */
  void mark(Caller caller, Mark mark, Reply<Mark> reply);

  /** A message and whether it is read. */
  record Mark(MessageId message, boolean read) {}
}
