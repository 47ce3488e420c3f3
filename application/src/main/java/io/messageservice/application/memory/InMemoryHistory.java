package io.messageservice.application.memory;

import io.messageservice.application.port.out.History;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The read side in memory. */
final class InMemoryHistory implements History {

  private final Tables tables;
  private final String epoch;

  InMemoryHistory(Tables tables, String epoch) {
    this.tables = tables;
    this.epoch = epoch;
  }

  @Override
  public String epoch() {
    return epoch;
  }

  @Override
  public Optional<Conversation> conversation(ConversationId id) {
    synchronized (tables) {
      return tables.conversation(id);
    }
  }

  @Override
  public Page after(ConversationId conversation, long seq, int limit, int maxBytes) {
    synchronized (tables) {
      List<Message> said = tables.messages(conversation);
      int from = (int) Math.min(said.size(), Math.max(0, seq));
      int to = (int) Math.min(said.size(), (long) from + limit);
      List<Message> page = cut(said.subList(from, to), maxBytes);
      return new Page(page, from + page.size() < said.size());
    }
  }

  @Override
  public Page before(ConversationId conversation, long seq, int limit, int maxBytes) {
    synchronized (tables) {
      List<Message> said = tables.messages(conversation);
      int to = (int) Math.min(said.size(), Math.max(1, seq) - 1);
      List<Message> newestFirst = new ArrayList<>(said.subList(Math.max(0, to - limit), to));
      Collections.reverse(newestFirst);
      List<Message> page = cut(newestFirst, maxBytes);
      Collections.reverse(page);
      return new Page(page, to > page.size());
    }
  }

  @Override
  public Set<UserId> contactsOf(UserId user) {
    synchronized (tables) {
      return tables.contactsOf(user);
    }
  }

  @Override
  public List<ConversationId> silent(Instant joinedBefore, int limit) {
    synchronized (tables) {
      return tables.silent(joinedBefore, limit);
    }
  }

  @Override
  public Standing standing(ConversationId conversation, UserId reader, int maxReaders) {
    synchronized (tables) {
      return new Standing(
          tables.readUpTo(conversation, reader),
          tables.unread(conversation, reader),
          tables.readers(conversation, maxReaders));
    }
  }

  @Override
  public Listing conversationsOf(UserId user, Optional<Cursor> after, int limit, int maxBytes) {
    synchronized (tables) {
      return new Listings(tables).of(user, after, limit, maxBytes);
    }
  }

  @Override
  public long mark() {
    synchronized (tables) {
      return tables.log().size();
    }
  }

  @Override
  public Heads headsChangedSince(long mark) {
    synchronized (tables) {
      List<Message> log = tables.log();
      int from = (int) Math.min(log.size(), mark);
      int to = Math.min(log.size(), from + MAX_PASSED);
      Map<ConversationId, Head> changed = new HashMap<>();
      for (Message said : log.subList(from, to)) {
        changed.merge(
            said.conversation(),
            new Head(said.conversation(), said.seq() - 1, said.seq()),
            (before, last) -> new Head(last.conversation(), before.afterSeq(), last.head()));
      }
      return new Heads(to, List.copyOf(changed.values()));
    }
  }

  /** As many of the first as the bytes allow; one at least, where there is one. */
  private static List<Message> cut(List<Message> messages, int maxBytes) {
    List<Message> page = new ArrayList<>();
    long bytes = 0;
    for (Message message : messages) {
      bytes += Sizes.bytes(message);
      if (bytes > maxBytes && !page.isEmpty()) {
        return page;
      }
      page.add(message);
    }
    return page;
  }
}
