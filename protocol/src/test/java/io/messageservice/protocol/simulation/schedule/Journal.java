package io.messageservice.protocol.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened in a run, and the first promise that was broken. */
final class Journal {

  private final boolean keeps;
  private final List<String> lines = new ArrayList<>();
  private @Nullable String broken;

  /** Keeps what happened only where asked to: most runs are never read. */
  Journal(boolean keeps) {
    this.keeps = keeps;
  }

  void note(Supplier<String> line) {
    if (keeps) {
      lines.add(line.get());
    }
  }

  void require(boolean kept, Supplier<String> otherwise) {
    if (!kept) {
      broken(otherwise.get());
    }
  }

  /** Does not throw: the service would catch it as a fault of a command. */
  void broken(String promise) {
    note(() -> "BROKEN " + promise);
    if (broken == null) {
      broken = promise;
    }
  }

  /** The first promise that was broken; null while all are kept. */
  @Nullable String firstBroken() {
    return broken;
  }

  List<String> lines() {
    return lines;
  }
}
