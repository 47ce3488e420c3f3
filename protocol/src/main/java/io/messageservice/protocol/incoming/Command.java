package io.messageservice.protocol.incoming;

import io.messageservice.domain.outcome.Refusal;

/**
 * What a frame asks for. A command has one file: how it is read, which use case it calls, and what
 * is answered. {@code FrameDecoder} names them all.
 */
public interface Command {

  /** Carries the command of the frame out. Only the thread of the session's event loop may call. */
  void run(CommandSession session, ClientFrame frame);

  /**
   * The most memory that it takes as decoded: two bytes a character at worst.
   *
   * @param bytes of the text that it was decoded from
   */
  default int decodedBytes(int bytes) {
    return Character.BYTES * bytes;
  }

  /** Where a command is answered. */
  enum Way {
    /** In a lane, in order with others that are answered there. */
    LANE,
    /** In a lane that another one, or a reader, finds; no other command is under way then. */
    FOUND_LANE,
    /** In a lane, and then by way of a reader. */
    JOIN,
    /** In a lane, after a hook was asked. */
    ASKED,
    /** On a reader's thread, or by the judge of tokens; no other command is under way then. */
    READER,
    /** At once. */
    HERE
  }

  /** No command: only an error can be answered. */
  record Invalid(Refusal refusal) implements Command {
    @Override
    public void run(CommandSession session, ClientFrame frame) {
      session.answer(frame, refusal);
    }
  }
}
