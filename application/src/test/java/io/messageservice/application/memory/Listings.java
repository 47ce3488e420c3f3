package io.messageservice.application.memory;

import io.messageservice.application.port.out.History.Cursor;
import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.application.port.out.History.Listing;
import io.messageservice.application.port.out.History.ListingPoint;
import io.messageservice.application.port.out.History.ListingRequest;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the conversations of a user. Guarded by its {@link Tables}. */
final class Listings {

  private final Tables tables;
  private final String epoch;

  Listings(Tables tables, String epoch) {
    this.tables = tables;
    this.epoch = epoch;
  }

  Listing of(UserId user, ListingRequest query) {
    Optional<Long> since = query.since().flatMap(this::commit);
    boolean reset = query.since().isPresent() && since.isEmpty();
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    for (Entry entry : wanted(user, query, since)) {
      bytes += Sizes.bytes(entry);
      if (page.size() == query.limit() || (bytes > query.maxBytes() && !page.isEmpty())) {
        return new Listing(page, Optional.of(page.get(page.size() - 1).place()), reset);
      }
      page.add(entry);
    }
    return new Listing(page, Optional.empty(), reset);
  }

  /** The commit that the point is behind; empty where it is none of this store. */
  private Optional<Long> commit(ListingPoint point) {
    String prefix = epoch + ' ';
    return Optional.of(point.value())
        .filter(text -> text.startsWith(prefix))
        .map(text -> Long.parseLong(text.substring(prefix.length())));
  }

  private List<Entry> wanted(UserId user, ListingRequest query, Optional<Long> since) {
    Stream<Entry> there =
        tables.conversationsOf(user).stream()
            .filter(one -> since.isPresent() || query.withHidden() || !isHidden(one, user))
            .filter(one -> since.isEmpty() || isAfter(since.get(), one, user))
            .map(one -> listed(one, user));
    Stream<Entry> left =
        since.stream().flatMap(point -> tables.changes().leftAfter(point, user).stream());
    return Stream.concat(there, left)
        .filter(entry -> isAfter(query.after(), entry.place()))
        .sorted(Comparator.comparing(Entry::place, Cursor.NEWEST_FIRST))
        .toList();
  }

  private boolean isAfter(long point, Conversation conversation, UserId user) {
    return tables.changes().isAfter(point, conversation.id(), user);
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
        tables.unreadOf(conversation.id(), user),
        tables.personal().preferences(conversation.id(), user));
  }
}
