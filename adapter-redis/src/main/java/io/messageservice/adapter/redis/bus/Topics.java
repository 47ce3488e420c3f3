package io.messageservice.adapter.redis.bus;

import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.Topic;
import java.util.List;

/**
 * How topics are named in the table of interest. All nodes of a cluster must agree on it, those of
 * other versions too. Any thread may call.
 */
final class Topics {

  private Topics() {}

  static String name(Topic topic) {
    if (topic instanceof Topic.OfConversation of) {
      return "c" + of.conversation().value();
    }
    return "u" + ((Topic.OfUser) topic).user().value();
  }

  /** What nodes watch that are to be told of the signal. */
  static List<String> of(Signal signal) {
    return signal.topics().stream().map(Topics::name).toList();
  }
}
