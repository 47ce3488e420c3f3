package io.messageservice.application.port.in.personal;

import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.DeliveredMark;

/** Notes that the messages of a conversation up to a position have reached the caller. */
public interface MarkAsDelivered {

  /**
   * Marks; a mark that stands further on stays where it is. Answered with how far messages have
   * reached the caller, be it because they read them.
   */
  void mark(Caller caller, Request request, Reply<DeliveredMark> reply);

  /**
   * What reached them.
   *
   * @param upToSeq the last position that did, from 0; what is beyond the newest message counts as
   *     that one
   */
  record Request(ConversationId conversation, long upToSeq) {}
}
