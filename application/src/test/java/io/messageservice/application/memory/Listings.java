package io.messageservice.application.memory;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists the conversations of a user. Guarded by its {@link Tables}. */
final class Listings {

  private final Tables tables;

  Listings(Tables tables) {
    this.tables = tables;
  }

  Listing of(UserId user, ListingRequest query) {
    List<Listed> page = new ArrayList<>();
    long bytes = 0;
    for (Conversation conversation : wanted(user, query)) {
      Listed listed = listed(conversation, user);
      bytes += Sizes.bytes(listed);
      if (page.size() == query.limit() || (bytes > query.maxBytes() && !page.isEmpty())) {
        return new Listing(page, Optional.of(Cursor.after(last(page))));
      }
      page.add(listed);
    }
    return new Listing(page, Optional.empty());
  }

  private List<Conversation> wanted(UserId user, ListingRequest query) {
    return tables.conversationsOf(user).stream()
        .filter(next -> isAfter(query.after(), Cursor.after(next)))
        .filter(next -> query.withHidden() || !isHidden(next, user))
        .sorted(Comparator.comparing(Cursor::after, Cursor.NEWEST_FIRST))
        .toList();
  }

  private static boolean isAfter(Optional<Cursor> end, Cursor next) {
    return end.isEmpty() || Cursor.NEWEST_FIRST.compare(end.get(), next) < 0;
  }

  private boolean isHidden(Conversation conversation, UserId user) {
    return tables.personal().preferences(conversation.id(), user).isHiddenAt(conversation.head());
  }

  private Listed listed(Conversation conversation, UserId user) {
    List<Message> said = tables.messages(conversation.id());
    return new Listed(
        conversation,
        said.isEmpty() ? Optional.empty() : Optional.of(said.get(said.size() - 1)),
        tables.readUpTo(conversation.id(), user),
        tables.unread(conversation.id(), user),
        tables.personal().preferences(conversation.id(), user));
  }

  private static Conversation last(List<Listed> page) {
    return page.get(page.size() - 1).conversation();
  }
}
