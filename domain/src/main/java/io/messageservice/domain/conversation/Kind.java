package io.messageservice.domain.conversation;

/** What a conversation is to those outside. */
public enum Kind {
  /** Two participants for good, closed to all others. */
  DIRECT,
  /** Members by invitation, closed. */
  GROUP,
  /** Users who join take part, for as long as they stay. */
  OPEN
}
