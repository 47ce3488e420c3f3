package io.messageservice.bootstrap.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A batch of a lane, from its first decision until it is handed over. */
@Name("messageservice.Batch")
@Label("Batch")
@Category("message-service")
@Description("Commands that a lane decided, stored and delivered together")
@StackTrace(false)
final class BatchEvent extends Event {

  @Label("Lane")
  @Description("The number of the lane")
  int lane;

  @Label("Commands")
  @Description("How many commands it decided, stored and delivered together")
  int commands;

  @Label("Waiting")
  @Description("Commands that waited behind it when it began")
  int waiting;

  @Label("Wait")
  @Description("How long the lane's thread took to begin, after it was asked to")
  @Timespan(Timespan.NANOSECONDS)
  long waitTime;
}
