package io.messageservice.architecture.inmemory;

import io.messageservice.application.event.Event;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.port.out.WireFormat;
import io.messageservice.protocol.TextFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message is {@code SENDER: TEXT}. One thread may call. */
final class TextFormat implements WireFormat<TextFrame> {

  /** What was encoded so far. */
  final List<Event> encoded = new ArrayList<>();

  @Override
  public TextFrame encode(Event event) {
    encoded.add(event);
    return event instanceof MessageStored stored
        ? text(stored.message().sender() + ": " + stored.message().content().text())
        : text(event.toString());
  }

  @Override
  public int sizeBytes(TextFrame frame) {
    return frame.utf8().length;
  }

  static TextFrame text(String line) {
    return TextFrame.kept(line.getBytes(StandardCharsets.UTF_8));
  }
}
