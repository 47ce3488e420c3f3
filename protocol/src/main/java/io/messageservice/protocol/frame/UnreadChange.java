package io.messageservice.protocol.frame;

import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.personal.ReportUnread;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.function.Predicate;

/**
 * An event may have changed what is unread, so that clients cannot count it by themselves.
 *
 * @param conversation where
 * @param seq the change is of no interest to users who have read up to this position
 * @param whose for which of its receivers
 */
public record UnreadChange(ConversationId conversation, long seq, Predicate<UserId> whose) {

  /** For all receivers, whatever they have read. */
  public static UnreadChange of(ConversationId conversation) {
    return new UnreadChange(conversation, ReportUnread.WHATEVER_IS_READ, receiver -> true);
  }

  /** For one user, whatever they have read. */
  static UnreadChange of(ConversationId conversation, UserId user) {
    return new UnreadChange(conversation, ReportUnread.WHATEVER_IS_READ, user::equals);
  }

  /** By the deletion of a message, for those to whom it counted as unread. */
  public static UnreadChange ofDeleted(Message message) {
    UserId sender = message.sender();
    return new UnreadChange(
        message.conversation(), message.seq(), receiver -> !receiver.equals(sender));
  }

  /** Has it reported to the connection where it is for its user. */
  public void report(ReportUnread reports, Connection connection) {
    if (whose.test(connection.user())) {
      reports.report(connection, conversation, seq);
    }
  }
}
