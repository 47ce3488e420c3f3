package io.messageservice.bootstrap.recording;

import io.messageservice.transport.ClosedConnection;
import java.util.Locale;
import java.util.stream.Stream;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;

/**
 * Whether something is recorded, as far as that was looked for, and records connections that ended.
 * The classes of the events take long to load, some megabytes and some hundred classes of the JDK:
 * not what an event loop or a lane should do.
 */
public final class Recordings {

  /** Set once the classes of all events are loaded, and never again false. */
  private volatile boolean prepared;

  /**
   * Loads the events where a recording began since; may take long. Any thread may call, one at a
   * time.
   */
  public void look() {
    if (!prepared && FlightRecorder.isInitialized()) {
      Stream.of(
              new BatchEvent(), new CommitEvent(), new ConnectionEvent(), new ReconciliationEvent())
          .forEach(Event::shouldCommit);
      prepared = true;
    }
  }

  /** Whether events can be made. Any thread may call. */
  boolean arePrepared() {
    return prepared;
  }

  /** Records it, where that is asked for. Any thread may call. */
  public void closed(ClosedConnection connection) {
    if (prepared) {
      record(connection);
    }
  }

  private static void record(ClosedConnection connection) {
    ConnectionEvent event = new ConnectionEvent();
    if (event.shouldCommit()) {
      event.transport = connection.transport();
      event.reason = connection.cause().name().toLowerCase(Locale.ROOT);
      event.lifetime = connection.lifetimeNanos();
      event.messagesIn = connection.messagesIn();
      event.bytesIn = connection.bytesIn();
      event.framesOut = connection.framesOut();
      event.bytesOut = connection.bytesOut();
      event.commit();
    }
  }
}
