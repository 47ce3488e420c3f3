package io.messageservice.application.delivery;

import io.messageservice.application.delivery.Guests.Guest;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversations that this node watches, so that others tell it of them: those in which a user
 * takes part who has a connection here, and those that one is about to join. A node that is alone
 * keeps nothing and counts everything as watched. Only the lane's thread may call.
 */
public final class Watches {

  /** How long a conversation is watched that nobody is left for: clients come back. */
  private static final Duration LINGERING = Duration.ofSeconds(30);

  private final ClusterBus bus;
  private final boolean shared;
  private final Executor lane;
  private final InstantSource clock;
  private final Guests guests = new Guests();
  private final Map<ConversationId, Watch> watches = new HashMap<>();

  /** Those without a reason, and since when; the longest first. */
  private final Map<Watch, Instant> idle = new LinkedHashMap<>();

  /** What is watched no more, and since when; the longest first. */
  private final Map<ConversationId, Instant> past = new LinkedHashMap<>();

  private Consumer<ConversationId> ended = id -> {};
  private Consumer<ConversationId> forgotten = id -> {};

  /** Before which comparison the first of those came whose conversations were found since. */
  private long found = Long.MAX_VALUE;

  /** How many comparisons there were. Any thread may read. */
  private volatile long comparisons;

  /** When the last of them began. */
  private Instant comparedAt = Instant.MIN;

  /**
   * Nothing is watched yet.
   *
   * @param lane runs a task on the lane's thread
   */
  public Watches(Cluster cluster, Executor lane, InstantSource clock) {
    this.bus = cluster.bus();
    this.shared = cluster.isShared();
    this.lane = lane;
    this.clock = clock;
  }

  /** Of a node that is alone. */
  public static Watches ofAll() {
    return new Watches(Cluster.ALONE, Runnable::run, () -> Instant.EPOCH);
  }

  /** Whether there may be other nodes. */
  boolean isShared() {
    return shared;
  }

  /**
   * What to do at the end of a watch.
   *
   * @param end is told of each conversation that is watched no more
   * @param forget is told of it a while later
   */
  void onEnd(Consumer<ConversationId> end, Consumer<ConversationId> forget) {
    ended = end;
    forgotten = forget;
  }

  /** How many comparisons there were. */
  long comparisons() {
    return comparisons;
  }

  /** A connection of the user opens now. Any thread may call. */
  public Opening opening(UserId user) {
    Opening opening = new Opening(user, clock.instant(), comparisons);
    guests.coming(opening);
    return opening;
  }

  /**
   * A connection is open.
   *
   * @return whether it is its user's first here: what he takes part in is to be looked up then
   */
  public boolean opened(Opening opening) {
    return guests.opened(opening);
  }

  /** A connection of the user is gone. With his last one ends what was watched for him. */
  public void closed(UserId user) {
    Optional<Guest> gone = guests.closed(user);
    if (gone.isPresent()) {
      bus.unwatch(List.of(new Topic.OfUser(user)));
      gone.get().conversations().forEach(this::release);
    }
  }

  /** Whether the user has a connection here. */
  public boolean isHere(UserId user) {
    return guests.find(user).isPresent();
  }

  /**
   * The user took part in these when he came, or a little later; of interest only where he is still
   * here.
   *
   * @param opening of his first connection
   */
  public void tookPart(Opening opening, Collection<ConversationId> conversations) {
    Optional<Guest> guest = guests.lookedUp(opening);
    if (guest.isPresent()) {
      found = Math.min(found, opening.comparisons());
      add(guest.get(), conversations, opening.at());
    }
  }

  /**
   * The user takes part; of interest only where he has a connection here. It may be that he began
   * to elsewhere and that this node was not told.
   */
  public void takesPart(UserId user, ConversationId conversation) {
    guests
        .find(user)
        .ifPresent(guest -> add(guest, List.of(conversation), guest.unnoticedSince(comparedAt)));
  }

  private void add(Guest guest, Collection<ConversationId> conversations, Instant since) {
    List<Watch> more = new ArrayList<>();
    for (ConversationId id : conversations) {
      if (guest.conversations().add(id)) {
        more.add(reason(id, since));
      }
    }
    begin(more);
  }

  /** Whether anybody but these takes part and has a connection here. */
  boolean isForOthersThan(Set<UserId> some, Conversation conversation) {
    return guests.includesOthers(some, conversation);
  }

  /** Those with a connection here who take part no more in the conversation as it now is. */
  void putOut(Conversation conversation) {
    if (!shared) {
      return;
    }
    Set<UserId> tookPart =
        known(conversation.id()).map(known -> known.participants().asSet()).orElse(guests.users());
    for (UserId user : List.copyOf(tookPart)) {
      if (!conversation.has(user)) {
        left(user, conversation.id());
      }
    }
  }

  /** The user takes part no more. */
  public void left(UserId user, ConversationId conversation) {
    Optional<Guest> guest = guests.find(user);
    if (guest.isPresent() && guest.get().conversations().remove(conversation)) {
      release(conversation);
    }
  }

  /**
   * Somebody is about to join: watched from now on, until it is released.
   *
   * @param then runs on the lane's thread once others know it
   */
  public void hold(ConversationId conversation, Runnable then) {
    if (!shared) {
      then.run();
      return;
    }
    Watch watch = reason(conversation, clock.instant());
    if (watch.confirmed) {
      then.run();
      return;
    }
    watch.waiting.add(then);
    begin(List.of(watch));
  }

  /** What was held once is held no more. */
  public void release(ConversationId conversation) {
    Watch watch = watches.get(conversation);
    if (watch != null && --watch.reasons == 0) {
      idle.put(watch, clock.instant());
    }
  }

  /** Ends what nobody came back to for a while. */
  private void expire() {
    Instant now = clock.instant();
    takeOld(past, now).forEach(forgotten);
    List<Topic> over = new ArrayList<>();
    for (Watch watch : takeOld(idle, now)) {
      watches.remove(watch.conversation);
      past.remove(watch.conversation);
      past.put(watch.conversation, now);
      ended.accept(watch.conversation);
      over.add(new Topic.OfConversation(watch.conversation));
    }
    if (!over.isEmpty()) {
      bus.unwatch(over);
    }
  }

  /** Takes out what is there for a while. */
  private static <T> List<T> takeOld(Map<T, Instant> longestFirst, Instant now) {
    Instant before = now.minus(LINGERING);
    List<T> old = new ArrayList<>();
    for (Map.Entry<T, Instant> next : longestFirst.entrySet()) {
      if (next.getValue().isAfter(before)) {
        break;
      }
      old.add(next.getKey());
    }
    old.forEach(longestFirst::remove);
    return old;
  }

  /** Whether the conversation is watched. */
  boolean includes(ConversationId conversation) {
    return !shared || watches.containsKey(conversation);
  }

  /**
   * From the end of which comparison on something may have been passed over that is watched now; a
   * high number where nothing was.
   */
  long passedOverSince() {
    return found;
  }

  /** From the end of which comparison on something may be found to have been passed over. */
  long neededSince() {
    return guests.comparisonsBefore(comparisons);
  }

  /** It is about to be compared what is stored and what was told. */
  Instant now() {
    return clock.instant();
  }

  /** What is stored was compared with what was told, from that time on. */
  void compared(Instant from) {
    comparedAt = from;
    found = Long.MAX_VALUE;
    long before = comparisons;
    comparisons = before + 1;
    expire();
  }

  /** Since when somebody was here who is to be told of the conversation; empty where nobody is. */
  Optional<Instant> since(Conversation conversation) {
    return Optional.ofNullable(watches.get(conversation.id()))
        .map(watch -> guests.since(conversation, watch.since, comparedAt));
  }

  /** The conversation as it was when its access was looked at last. */
  Optional<Conversation> known(ConversationId conversation) {
    return Optional.ofNullable(watches.get(conversation)).map(watch -> watch.known);
  }

  /** The conversation as it now is. */
  void learn(Conversation conversation) {
    Watch watch = shared ? watches.get(conversation.id()) : null;
    if (watch != null) {
      watch.known = conversation;
    }
  }

  /** All conversations may be other ones by now. */
  void unlearn() {
    watches.values().forEach(watch -> watch.known = null);
  }

  /** The conversation may be another one by now, under the same id. */
  void unlearn(ConversationId conversation) {
    Watch watch = watches.get(conversation);
    if (watch != null) {
      watch.known = null;
    }
  }

  /** The watch, with one reason more: it has to begin where that is the first. */
  private Watch reason(ConversationId conversation, Instant since) {
    Watch watch = watches.computeIfAbsent(conversation, id -> new Watch(id, since));
    watch.since = since.isBefore(watch.since) ? since : watch.since;
    watch.reasons++;
    idle.remove(watch);
    return watch;
  }

  private void begin(List<Watch> some) {
    List<Watch> more = some.stream().filter(watch -> !watch.asked).toList();
    if (!more.isEmpty()) {
      more.forEach(watch -> watch.asked = true);
      List<Topic> topics = new ArrayList<>(more.size());
      more.forEach(watch -> topics.add(new Topic.OfConversation(watch.conversation)));
      bus.watch(topics, () -> lane.execute(() -> more.forEach(Watches::confirm)));
    }
  }

  private static void confirm(Watch watch) {
    watch.confirmed = true;
    List<Runnable> waiting = List.copyOf(watch.waiting);
    watch.waiting.clear();
    waiting.forEach(Runnable::run);
  }

  /** A conversation that is watched, for one reason or more. */
  private static final class Watch {
    private final ConversationId conversation;
    private Instant since;
    private final List<Runnable> waiting = new ArrayList<>(0);
    private int reasons;
    private boolean asked;
    private boolean confirmed;
    private @Nullable Conversation known;

    Watch(ConversationId conversation, Instant since) {
      this.conversation = conversation;
      this.since = since;
    }
  }
}
