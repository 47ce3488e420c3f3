package io.messageservice.bootstrap.recording;

import io.messageservice.application.port.out.Ledger.Outcome;
import io.messageservice.domain.message.Message;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The transaction of a batch, decisions included. */
@Name("messageservice.Commit")
@Label("Commit")
@Category("message-service")
@Description("The transaction in which the commands of a batch were decided and stored")
@StackTrace(false)
final class CommitEvent extends Event {

  @Label("Store")
  @Description("The kind of the store: `sqlite`, `memory` or `redis`")
  String store = "";

  @Label("Lane")
  @Description("The number of the lane")
  int lane;

  @Label("Succeeded")
  @Description("Whether the store took it and still has the same history")
  boolean succeeded;

  @Label("Accepted Commands")
  @Description("Commands that were not refused; 0 where it failed")
  int accepted;

  @Label("Messages")
  @Description("Messages that were appended; 0 where it failed")
  int messages;

  @Label("Bytes")
  @Description("What the contents of these messages take; 0 where it failed")
  @DataAmount
  long bytes;

  void count(List<Outcome> outcomes) {
    accepted = 0;
    messages = 0;
    bytes = 0;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Done done) {
        accepted++;
        done.message().ifPresent(this::count);
      }
    }
  }

  private void count(Message message) {
    messages++;
    bytes += message.content().sizeBytes();
  }
}
