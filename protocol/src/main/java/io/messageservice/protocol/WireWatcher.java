package io.messageservice.protocol;

/**
 * Watches the texts of one connection. On the thread of its event loop, for each: must return at
 * once, and keep nothing of them.
 */
public interface WireWatcher {

  /** A text of the client, before it is carried out. The buffer is only borrowed. */
  void received(byte[] buffer, int offset, int length);

  /** A text is sent, and perhaps still waits. */
  void sent(TextFrame frame);
}
