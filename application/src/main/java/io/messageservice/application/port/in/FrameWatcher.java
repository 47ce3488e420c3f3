package io.messageservice.application.port.in;

/**
 * Watches the frames of one connection, without their contents. On the thread of its event loop,
 * for each frame: must return at once.
 */
@FunctionalInterface
public interface FrameWatcher {

  /**
   * A frame was received, or is sent and perhaps still waits.
   *
   * @param name of the command, or of the event; one of a closed set
   * @param bytes of its text
   */
  void frame(FrameKind kind, String name, int bytes);

  /** What a frame is. */
  enum FrameKind {
    /** From the client. */
    COMMAND,
    /** To the client, as a command was carried out. */
    ANSWER,
    /** To the client, as a command was refused. */
    REFUSAL,
    /** To the client, for another reason. */
    EVENT
  }
}
