package io.messageservice.protocol;

/**
 * What an ephemeral event tells the state of. Equal on every node for the same thing, so that what
 * came from another node replaces what was told here, and the other way round.
 *
 * @param first whose state it is: a conversation, a message or a user
 * @param second who reads or types there; empty for presence
 */
record Slot(Of of, String first, String second) {

  /** The kinds of state. */
  enum Of {
    /** Of a message for a reader. */
    READ,
    /** Of a reader's mark in a conversation. */
    MARK,
    /** Of a conversation for a reader. */
    CONVERSATION_READ,
    /** Of a typist in a conversation. */
    TYPING,
    /** Of a user. */
    PRESENCE
  }
}
