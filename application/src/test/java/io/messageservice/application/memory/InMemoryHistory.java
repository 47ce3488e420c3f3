package io.messageservice.application.memory;

import io.messageservice.application.port.out.change.Change;
import io.messageservice.application.port.out.change.Changes;
import io.messageservice.application.port.out.change.Place;
import io.messageservice.application.store.Sizes;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.personal.UnreadTotal;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The read side in memory. */
final class InMemoryHistory implements ReadSide {

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
      List<Message> page = Sizes.firstWithin(said.subList(from, to), maxBytes);
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
      List<Message> page = new ArrayList<>(Sizes.firstWithin(newestFirst, maxBytes));
      Collections.reverse(page);
      return new Page(page, to > page.size());
    }
  }

  @Override
  public Page changed(
      ConversationId conversation, long upToSeq, long afterRev, int limit, int maxBytes) {
    synchronized (tables) {
      List<Message> changed = tables.changed(conversation, upToSeq, afterRev);
      List<Message> page = firstOf(changed, limit, maxBytes);
      return new Page(page, page.size() < changed.size());
    }
  }

  @Override
  public Optional<Message> message(MessageId id) {
    synchronized (tables) {
      return tables.message(id);
    }
  }

  @Override
  public ReactionPage reactions(
      ConversationId conversation,
      long seq,
      Optional<Reaction> reaction,
      long afterRev,
      int limit) {
    synchronized (tables) {
      return within(tables.messages(conversation), seq, seq).stream()
          .findFirst()
          .map(message -> tables.reactions().page(message.id(), reaction, afterRev, limit))
          .orElse(new ReactionPage(List.of(), false));
    }
  }

  @Override
  public List<OwnReactions> ownReactions(
      ConversationId conversation, UserId user, long fromSeq, long toSeq) {
    synchronized (tables) {
      return tables.reactions().own(within(tables.messages(conversation), fromSeq, toSeq), user);
    }
  }

  private static List<Message> within(List<Message> messages, long fromSeq, long toSeq) {
    return messages.stream()
        .filter(message -> message.seq() >= fromSeq && message.seq() <= toSeq)
        .toList();
  }

  @Override
  public long changedCount(ConversationId conversation, long upToSeq, long afterRev, long most) {
    synchronized (tables) {
      return Math.min(most, tables.changed(conversation, upToSeq, afterRev).size());
    }
  }

  @Override
  public Missed missed(ConversationId id, Position after, int limit, int maxBytes) {
    synchronized (tables) {
      List<Message> said = tables.messages(id);
      List<Message> changed = tables.changed(id, after.seq(), after.rev());
      List<Message> sent = said.subList((int) Math.min(said.size(), after.seq()), said.size());
      List<Message> all = new ArrayList<>(changed);
      all.addAll(sent.subList(0, Math.min(limit, sent.size())));
      List<Message> page = firstOf(all, limit, maxBytes);
      int split = Math.min(changed.size(), page.size());
      return new Missed(
          tables.conversation(id),
          page.subList(0, split),
          page.subList(split, page.size()),
          page.size() < changed.size() + sent.size());
    }
  }

  private static List<Message> firstOf(List<Message> messages, int limit, int maxBytes) {
    return Sizes.firstWithin(messages.subList(0, Math.min(limit, messages.size())), maxBytes);
  }

  @Override
  public Set<UserId> contactsOf(UserId user) {
    synchronized (tables) {
      return tables.contactsOf(user);
    }
  }

  @Override
  public boolean isMutual(ConversationId conversation) {
    synchronized (tables) {
      return tables.isMutual(conversation);
    }
  }

  @Override
  public List<ConversationId> directOf(UserId asker, UserId other, int limit) {
    synchronized (tables) {
      return tables.directOf(asker, other).stream().limit(limit).toList();
    }
  }

  @Override
  public Set<UserId> blockedWith(UserId user) {
    synchronized (tables) {
      return tables.blocks().with(user);
    }
  }

  @Override
  public List<UserId> blockedBy(UserId user, Optional<UserId> after, int limit) {
    synchronized (tables) {
      return tables.blocks().blockedBy(user, after, limit);
    }
  }

  @Override
  public List<ConversationId> silent(Instant joinedBefore, int limit) {
    synchronized (tables) {
      return tables.silent(joinedBefore, limit);
    }
  }

  @Override
  public ReadState standing(ConversationId conversation, UserId reader, int maxReaders) {
    synchronized (tables) {
      return new ReadState(
          tables.readUpTo(conversation, reader),
          tables.unread(conversation, reader),
          tables.personal().preferences(conversation, reader),
          tables.readers(conversation, maxReaders));
    }
  }

  @Override
  public Map<UserId, Reader> readers(ConversationId conversation, Collection<UserId> users) {
    synchronized (tables) {
      return tables.personal().readers(conversation).stream()
          .filter(reader -> users.contains(reader.user()))
          .collect(Collectors.toMap(Reader::user, reader -> reader));
    }
  }

  @Override
  public Map<UserId, Preferences> preferences(
      ConversationId conversation, Collection<UserId> users) {
    synchronized (tables) {
      return tables.personal().preferences(conversation, users);
    }
  }

  @Override
  public Listing conversationsOf(UserId user, ListingRequest query) {
    synchronized (tables) {
      return new Listings(tables, epoch).of(user, query);
    }
  }

  @Override
  public ListingPoint listingPoint() {
    synchronized (tables) {
      return new ListingPoint(epoch + ' ' + tables.changes().now());
    }
  }

  @Override
  public Map<ConversationId, Unread> unread(UserId user, Collection<ConversationId> conversations) {
    synchronized (tables) {
      Map<ConversationId, Unread> unread = new HashMap<>();
      for (ConversationId id : conversations) {
        if (tables.conversation(id).filter(found -> found.has(user)).isPresent()) {
          unread.put(id, tables.unreadOf(id, user));
        }
      }
      return unread;
    }
  }

  @Override
  public UnreadTotal unreadTotal(UserId user, Instant now) {
    synchronized (tables) {
      UnreadTotal total = UnreadTotal.NONE;
      for (Conversation one : tables.conversationsOf(user)) {
        Preferences preferences = tables.personal().preferences(one.id(), user);
        if (!preferences.isHiddenAt(one.head())) {
          total = total.and(tables.unreadOf(one.id(), user), preferences.isMutedAt(now));
        }
      }
      return total;
    }
  }

  @Override
  public Mark end() {
    synchronized (tables) {
      return markOf(tables.log().size());
    }
  }

  @Override
  public Map<ConversationId, Position> heads(Collection<ConversationId> conversations) {
    synchronized (tables) {
      Map<ConversationId, Position> heads = new HashMap<>();
      for (ConversationId id : conversations) {
        tables.conversation(id).ifPresent(found -> heads.put(id, found.position()));
      }
      return heads;
    }
  }

  @Override
  public Heads between(Mark from, Mark end) {
    synchronized (tables) {
      int last = Integer.parseInt(end.value());
      int first = Math.min(last, Integer.parseInt(from.value()));
      int next = Math.min(last, first + MAX_PASSED);
      Map<ConversationId, Head> heads = new HashMap<>();
      Map<ConversationId, AccessChange> access = new HashMap<>();
      for (TableChange change : tables.log().subList(first, next)) {
        change.stored().ifPresent(head -> heads.merge(head.conversation(), head, Head::and));
        change.access().ifPresent(one -> access.merge(one.conversation(), one, AccessChange::and));
      }
      return new Heads(markOf(next), List.copyOf(heads.values()), List.copyOf(access.values()));
    }
  }

  @Override
  public Place newest() {
    synchronized (tables) {
      return new Place(epoch, tables.log().size());
    }
  }

  @Override
  public Optional<Place> noted(String mark) {
    return Optional.empty();
  }

  @Override
  public Changes after(Place from, int limit) {
    synchronized (tables) {
      List<TableChange> log = tables.log();
      boolean isKept = from.epoch().equals(epoch) && from.number() <= log.size();
      int first = isKept ? (int) from.number() : 0;
      int next = Math.min(log.size(), first + limit);
      List<Change> changes =
          IntStream.range(first, next).mapToObj(i -> log.get(i).at(place(i + 1))).toList();
      return new Changes(place(first), changes, List.of(), place(next), next < log.size());
    }
  }

  private Place place(int number) {
    return new Place(epoch, number);
  }

  private static Mark markOf(int end) {
    return new Mark(Integer.toString(end));
  }

  @Override
  public Set<ConversationId> conversationIdsOf(UserId user) {
    synchronized (tables) {
      // unlike Set.copyOf in an order that is the same in every process, for simulated runs
      return Collections.unmodifiableSet(new LinkedHashSet<>(tables.conversationIdsOf(user)));
    }
  }
}
