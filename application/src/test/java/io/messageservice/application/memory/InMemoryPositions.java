package io.messageservice.application.memory;

import io.messageservice.application.port.out.change.ReaderPositions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far readers of one node have come. Any thread may call. */
public final class InMemoryPositions implements ReaderPositions {

  private final Map<String, String> positions = new HashMap<>();

  @Override
  public synchronized Optional<String> take(String reader) {
    return Optional.of(positions.getOrDefault(reader, ""));
  }

  @Override
  public synchronized boolean note(String reader, String position) {
    positions.put(reader, position);
    return true;
  }

  @Override
  public void leave(String reader) {
    // nobody else is there
  }
}
