package io.messageservice.application.port.in.event;

import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * Users whom the product may have to notify of a message: those who take part, but for its sender,
 * have no connection anywhere or have muted the conversation, by id.
 *
 * @param recipients {@link #MAX_RECIPIENTS} at most, fewer where their ids are long
 * @param next after whom the next page begins; empty where this is the last
 */
public record RecipientPage(List<Recipient> recipients, Optional<UserId> next) {

  /** The most recipients of one page. */
  public static final int MAX_RECIPIENTS = 1_000;

  /** Nobody. */
  public static final RecipientPage NONE = new RecipientPage(List.of(), Optional.empty());

  public RecipientPage {
    recipients = List.copyOf(recipients);
  }

  /**
   * One of them.
   *
   * @param muted whether they have muted the conversation; a mention is to be notified all the same
   * @param mentioned whether the message mentions them, or all
   * @param unread messages of the conversation, as they are counted for themselves
   * @param unreadTotal messages of all conversations, as for a badge
   */
  public record Recipient(
      UserId user, boolean muted, boolean mentioned, int unread, int unreadTotal) {}
}
