package io.messageservice.adapter.websocket;

/**
 * What a {@link FrameReader} found. Buffers are borrowed until the call returns. After {@link
 * #closed} or {@link #violated} nothing more comes.
 */
interface FrameSink {

  /** Whether frames are still wanted; asked before each one. */
  boolean isReading();

  /** A whole text message, valid UTF-8. */
  void text(byte[] buffer, int offset, int length);

  /** A whole binary message; only where {@link FrameLimits#acceptBinary}. */
  void binary(byte[] buffer, int offset, int length);

  /** A ping, to be answered with its body. */
  void ping(byte[] buffer, int offset, int length);

  /** A pong, asked for or not. */
  void pong();

  /** The peer's close frame: its code, or {@link CloseCode#NONE}. */
  void closed(int code);

  /** The peer broke the protocol: the connection is to be failed with this code. */
  void violated(int code, String reason);
}
