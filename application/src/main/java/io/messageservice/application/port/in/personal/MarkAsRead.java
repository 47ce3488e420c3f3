package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.message.MessageId;

/** Marks a message, and all before it, as read, or one as unread. */
public interface MarkAsRead {

  /** Marks; the answer is the mark. */
  void mark(Caller caller, Mark mark, Reply<Mark> reply);

  /** A message and whether it is read. */
  record Mark(MessageId message, boolean read) {}
}
