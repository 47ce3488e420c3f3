package io.messageservice.protocol.simulation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What happened in a run, and the first promise that was broken. */
public final class Journal {

  private final boolean keeps;
  private final List<String> lines = new ArrayList<>();
  private @Nullable String broken;

  /** Keeps what happened only where asked to: most runs are never read. */
  public Journal(boolean keeps) {
    this.keeps = keeps;
  }

  public void note(Supplier<String> line) {
    if (keeps) {
      lines.add(line.get());
    }
  }

  public void require(boolean kept, Supplier<String> otherwise) {
    if (!kept) {
      broken(otherwise.get());
    }
  }

  /** Does not throw: the service would catch it as a fault of a command. */
  public void broken(String promise) {
    note(() -> "BROKEN " + promise);
    if (broken == null) {
      broken = promise;
    }
  }

  /** The first promise that was broken; null while all are kept. */
  public @Nullable String firstBroken() {
    return broken;
  }

  public List<String> lines() {
    return lines;
  }
}
