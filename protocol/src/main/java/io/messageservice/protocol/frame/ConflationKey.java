package io.messageservice.protocol.frame;

/**
 * Names what an ephemeral event carries the latest state of. Equal on every node for the same
 * thing, so that an event of another node replaces one of this node, and the other way round.
 *
 * @param first whose state it is: a conversation, a message or a user; empty for all conversations
 * @param second whose it is there; empty for presence, preferences and what is unread
 */
record ConflationKey(State state, String first, String second) {

  /** The kinds of state. */
  enum State {
    /** Of a message for a reader. */
    READ,
    /** Of a reader's mark in a conversation. */
    MARK,
    /** Of what has reached a user in a conversation. */
    DELIVERED,
    /** Of a conversation for its user. */
    PREFERENCES,
    /** Of what its user has unread in a conversation, or in all. */
    UNREAD,
    /** Of a conversation for a reader. */
    CONVERSATION_READ,
    /** Of a typist in a conversation. */
    TYPING,
    /** Of a user. */
    PRESENCE
  }
}
