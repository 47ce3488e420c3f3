package io.messageservice.protocol;

import io.messageservice.application.port.out.Encoder.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * An event as the frame that every connection gets which takes it.
 *
 * @param only whose connections take it; null where all do
 */
record EncodedEvent(TextFrame frame, @Nullable Dialect only) implements Encoded {

  @Override
  public int sizeBytes() {
    return frame.utf8().length;
  }

  /** Whether connections of that dialect take it. */
  boolean isFor(Dialect dialect) {
    return only == null || only == dialect;
  }
}
