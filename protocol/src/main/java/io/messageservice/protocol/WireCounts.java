package io.messageservice.protocol;

import io.messageservice.application.port.in.ConnectionFigures;
import org.jspecify.annotations.Nullable;

/** What a transport counts of one connection. Only the thread of its event loop may call. */
public interface WireCounts {

  /** Of a connection that nobody measures. */
  WireCounts NONE =
      new WireCounts() {
        @Override
        public ConnectionFigures figures() {
          return ConnectionFigures.NONE;
        }

        @Override
        public void watch(@Nullable WireWatcher watcher) {}
      };

  /** What it has done so far. */
  ConnectionFigures figures();

  /** Reports each text from now on, in place of the watcher before; null: to nobody. */
  void watch(@Nullable WireWatcher watcher);
}
