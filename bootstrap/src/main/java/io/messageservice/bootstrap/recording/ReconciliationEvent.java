package io.messageservice.bootstrap.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A look of reconciliation. */
@Name("messageservice.Reconciliation")
@Label("Reconciliation")
@Category("message-service")
@Description("What is stored was compared with what was delivered")
@StackTrace(false)
final class ReconciliationEvent extends Event {

  @Label("Lane")
  @Description("The number of the lane")
  int lane;

  @Label("Succeeded")
  @Description("Whether the store could be read to the end")
  boolean succeeded;

  @Label("Reads")
  @Description("How often the change log was read; 0 where it failed")
  int reads;

  @Label("Changes")
  @Description(
      "Conversations that changed since the look before, delivered or not; 0 where it failed")
  int changes;
}
