package io.messageservice.adapter.http.web;

import io.messageservice.application.port.in.FrameWatcher.FrameKind;
import io.messageservice.application.port.in.ShowConnections;
import io.messageservice.domain.user.UserId;
import io.undertow.server.handlers.sse.ServerSentEventConnection;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open console. Any thread may call. What its browser does not take is bounded: figures are
 * left out while others wait, and frames past {@link #MAX_FRAMES} are only counted.
 */
final class ConsoleStream {

  /** Between two times that it is sent something. */
  static final int MAX_FRAMES = 200;

  /** So often in a row it was given nothing because it took nothing: about a minute. */
  private static final int MAX_LEFT_OUT = 30;

  private final ServerSentEventConnection connection;
  private final ConsoleStreams.Watched watched;
  private final ShowConnections connections;
  private final InstantSource clock;
  private final Runnable unwatch;

  /** Events that wait to be taken. */
  private final AtomicInteger waiting = new AtomicInteger();

  private final AtomicInteger leftOut = new AtomicInteger();
  private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
  private final AtomicInteger frameCount = new AtomicInteger();

  /** A frame without its contents. */
  record Frame(Instant at, FrameKind kind, String name, int bytes) {}

  ConsoleStream(
      ServerSentEventConnection connection,
      ConsoleStreams.Watched watched,
      ShowConnections connections,
      InstantSource clock) {
    this.connection = connection;
    this.watched = watched;
    this.connections = connections;
    this.clock = clock;
    this.unwatch =
        watched
            .user()
            .filter(user -> watched.connection() > 0)
            .map(user -> connections.watch(user, watched.connection(), this::frame))
            .orElse(() -> {});
  }

  private void frame(FrameKind kind, String name, int bytes) {
    if (frameCount.incrementAndGet() <= MAX_FRAMES) {
      frames.add(new Frame(clock.instant(), kind, name, bytes));
    }
  }

  /** Sends the figures, and what else it looks at. */
  void send(String figures) {
    if (waiting.get() > 0) {
      if (leftOut.incrementAndGet() > MAX_LEFT_OUT) {
        end();
      }
      return;
    }
    leftOut.set(0);
    event("figures", figures);
    watched.user().ifPresent(this::sendConnections);
    if (watched.connection() > 0) {
      sendFrames();
    }
  }

  private void sendConnections(UserId user) {
    connections.of(user, all -> event("connections", ConsoleJson.of(user, all)));
  }

  private void sendFrames() {
    int missed = Math.max(0, frameCount.getAndSet(0) - MAX_FRAMES);
    List<Frame> some = new ArrayList<>();
    for (Frame next = frames.poll(); next != null; next = frames.poll()) {
      some.add(next);
    }
    if (!some.isEmpty()) {
      event("frames", ConsoleJson.of(some, missed));
    }
  }

  private void event(String name, String json) {
    waiting.incrementAndGet();
    connection.send(json, name, null, new Taken());
  }

  /** Nothing more is watched for it. May be called twice. */
  void close() {
    unwatch.run();
  }

  private void end() {
    try {
      connection.close();
    } catch (IOException broken) {
      // it is closed
    }
  }

  /** The socket took an event, or never will. */
  private final class Taken implements ServerSentEventConnection.EventCallback {

    @Override
    public void done(ServerSentEventConnection to, String data, String event, String id) {
      waiting.decrementAndGet();
    }

    @Override
    public void failed(
        ServerSentEventConnection to, String data, String event, String id, IOException cause) {
      waiting.decrementAndGet();
    }
  }
}
