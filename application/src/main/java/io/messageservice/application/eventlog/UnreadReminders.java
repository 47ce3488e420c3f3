package io.messageservice.application.eventlog;

import io.messageservice.application.port.in.event.EventData.UnreadConversation;
import io.messageservice.application.port.in.event.EventData.UnreadReminder;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What users have not read now, as a reminder has it. Any thread that may block may call. */
final class UnreadReminders {

  /** Of how many conversations it is looked whether they are read, those newest first. */
  private static final int MAX_LISTED = 1_000;

  private static final int PAGE = 100;
  private static final int PAGE_BYTES = 1 << 20;

  private final History history;
  private final InstantSource clock;

  UnreadReminders(History history, InstantSource clock) {
    this.history = history;
    this.clock = clock;
  }

  /** Of all that the user has neither hidden nor muted. */
  UnreadReminder of(UserId user) {
    Instant now = clock.instant();
    int total = history.unreadTotal(user, now).messages();
    List<UnreadConversation> found = new ArrayList<>();
    Optional<Cursor> next = Optional.empty();
    int listed = 0;
    boolean more = total > 0;
    while (more && listed < MAX_LISTED && found.size() < UnreadReminder.MAX_CONVERSATIONS) {
      Listing page = history.conversationsOf(user, page(next));
      page.conversations().forEach(each -> add(each, now, found));
      listed += PAGE;
      next = page.next();
      more = next.isPresent();
    }
    int most = Math.min(found.size(), UnreadReminder.MAX_CONVERSATIONS);
    return new UnreadReminder(user, found.subList(0, most), total);
  }

  private static ListingRequest page(Optional<Cursor> after) {
    return new ListingRequest(after, PAGE, PAGE_BYTES, false, Optional.empty());
  }

  private static void add(Listed one, Instant now, List<UnreadConversation> to) {
    if (one.unread().messages() > 0 && !one.preferences().isMutedAt(now)) {
      to.add(new UnreadConversation(one.conversation().id(), one.unread().messages()));
    }
  }
}
