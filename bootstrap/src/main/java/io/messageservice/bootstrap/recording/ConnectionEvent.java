package io.messageservice.bootstrap.recording;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A connection that ended. Its whole life is known, also where the recording began later. */
@Name("messageservice.Connection")
@Label("Connection")
@Category("message-service")
@Description("A connection of a client that ended")
@StackTrace(false)
final class ConnectionEvent extends Event {

  @Label("Transport")
  @Description("What carried it: `websocket` or `sse`")
  String transport = "";

  @Label("Close Reason")
  @Description("Why it ended, as in the protocol: `client`, `lost`, `too_slow` and so on")
  String reason = "";

  @Label("Lifetime")
  @Description("From its first moment to its last, also where the recording began later")
  @Timespan(Timespan.NANOSECONDS)
  long lifetime;

  @Label("Messages In")
  @Description("Whole messages of the client")
  long messagesIn;

  @Label("Bytes In")
  @Description("As they were received, without TLS")
  @DataAmount
  long bytesIn;

  @Label("Frames Out")
  @Description("Whole frames that its socket took, heartbeats included")
  long framesOut;

  @Label("Bytes Out")
  @Description("As they were sent, without TLS")
  @DataAmount
  long bytesOut;
}
