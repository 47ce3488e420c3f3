package io.messageservice.bootstrap.recording;

import io.messageservice.transport.ClosedConnection;
import java.util.Locale;
import jdk.jfr.FlightRecorder;

/** Records connections that ended. Any thread may call. */
public final class ConnectionRecorder {

  private ConnectionRecorder() {}

  /** Records it, where that is asked for. */
  public static void closed(ClosedConnection connection) {
    if (FlightRecorder.isInitialized()) {
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
