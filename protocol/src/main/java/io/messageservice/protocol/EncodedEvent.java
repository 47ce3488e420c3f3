package io.messageservice.protocol;

import io.messageservice.application.port.out.Encoder.Encoded;

/** An event as the frame that every connection gets. */
record EncodedEvent(TextFrame frame) implements Encoded {
  @Override
  public int sizeBytes() {
    return frame.utf8().length;
  }
}
