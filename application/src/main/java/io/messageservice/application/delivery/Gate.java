package io.messageservice.application.delivery;

import io.messageservice.application.event.Event.MessageSaid;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Head;
import io.messageservice.application.port.out.History.Heads;
import io.messageservice.application.port.out.History.Mark;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one way by which messages reach the connections of this node: of each conversation in order,
 * each once, none left out, whichever node stored it. What is missing is read from the store first;
 * what was told is not told again. Only the lane's thread may call; calls block.
 *
 * <p>Alone it remembers what it told between two comparisons: up to the last one everything stored
 * is told. With other nodes it remembers the position of each conversation that is watched.
 *
 * <p>All of it is of one past of the store. Whatever tells something throws {@link PastEnded} where
 * the store has another one by then; nothing passes any more before {@link #begin}.
 */
public final class Gate {
  private static final int PAGE = 200;
  private static final int PAGE_BYTES = 1 << 20;

  /** A message counts for one more of the things that a shard is told for each of these. */
  private static final int BYTES_OF_WEIGHT = 4 << 10;

  private final History history;
  private final Past past;
  private final Encoder encoder;
  private final Watches watches;
  private final Audience audience;
  private final Beginnings beginnings;
  private final Map<ConversationId, Long> told = new HashMap<>();

  /** What was told of conversations that were watched until a little while ago. */
  private final Map<ConversationId, Long> toldBefore = new HashMap<>();

  private final Marks marks;
  private boolean inDoubt;

  private final ReorderBuffer early = new ReorderBuffer();

  /**
   * What is stored by now is nobody's to tell: nobody is connected yet.
   *
   * @param past made before; of another one nothing passes
   * @param audience of what is watched there
   * @throws StoreUnavailable where the store cannot be read
   */
  public Gate(History history, Past past, Encoder encoder, Watches watches, Audience audience) {
    this.history = history;
    this.past = past;
    this.encoder = encoder;
    this.watches = watches;
    this.audience = audience;
    this.beginnings = new Beginnings(history, watches);
    this.marks = new Marks(watches, history.mark());
    watches.onEnd(this::end, toldBefore::remove);
  }

  /**
   * Forgets everything: the store has another past, in which positions mean something else. Those
   * who are connected have to begin anew.
   *
   * @throws StoreUnavailable where it cannot be read; the past that ended stays the one that counts
   */
  public void begin(Delivery delivery) {
    told.clear();
    watches.unlearn();
    toldBefore.clear();
    early.clear();
    delivery.onEvery(Hall::forget);
    String epoch = history.epoch();
    marks.begin(history.mark());
    inDoubt = false;
    past.become(epoch);
  }

  /** Who may hear what passes. */
  public Audience audience() {
    return audience;
  }

  /** The past that positions are of. */
  public String epoch() {
    return past.epoch();
  }

  /**
   * Goes on only where everything that was stored and read by now is of the past that counts here.
   *
   * @throws PastEnded where it may be of another one
   */
  public void requireSamePast() {
    past.require();
  }

  /**
   * Tells a message that was stored, here or by another node. Whoever is known by now to take part
   * is told, also where he began to later: he may have been told what comes before it, which
   * another node had stored.
   *
   * @param decided the conversation as it stands after the message, or later
   * @param came users who take part only since the message: nothing before it is for them
   * @param sender is not told, since he is answered; null where nobody is to be left out
   * @throws StoreUnavailable where something before it is missing and cannot be read; the message
   *     is told by the next comparison then
   */
  public void pass(
      Conversation decided,
      long seq,
      Set<UserId> came,
      Encoded event,
      @Nullable Connection sender,
      Delivery delivery) {
    Conversation conversation = audience.laterThan(decided).orElse(decided);
    Long before = told.get(conversation.id());
    if (before == null) {
      before =
          watches.isForOthersThan(came, conversation)
              ? notBefore(conversation.id(), beginnings.before(conversation, seq))
              : seq - 1;
    }
    if (seq <= before) {
      return;
    }
    fill(conversation, before, seq - 1, delivery);
    tell(conversation, seq, event, sender, delivery);
  }

  /**
   * Tells a message that another node stored. What comes early waits for what is missing before it;
   * so does what comes while something is held that is to be told first. The first that is heard of
   * a conversation may be an old one that comes late: then it is told as it stands. One of another
   * past may come late, too, or from a node that knows of that past before this one: then it is no
   * more than a reason to look.
   *
   * @throws StoreUnavailable as {@link #pass} does
   */
  public void passHeard(Conversation conversation, Signal.Said said, Delivery delivery) {
    if (isSamePast(said) && early.isEarly(said, told.get(said.conversation()))) {
      early.add(said);
    } else if (isSamePast(said) || !early.isHeld(conversation.id())) {
      tellHeard(conversation, said, delivery);
      follow(conversation.id(), delivery);
    }
  }

  private boolean isSamePast(Signal.Said said) {
    return said.epoch().equals(past.epoch());
  }

  private void tellHeard(Conversation conversation, Signal.Said said, Delivery delivery) {
    boolean isSamePast = isSamePast(said);
    Long position = told.get(conversation.id());
    if (position != null && isSamePast) {
      pass(conversation, said.seq(), said.came(), said.event(), null, delivery);
      return;
    }
    Optional<Conversation> found = history.conversation(conversation.id());
    past.require();
    if (found.isPresent() && position != null) {
      fill(found.get(), position, found.get().head(), delivery);
    } else if (found.isPresent() && isSamePast) {
      Conversation now = found.get();
      long before = watches.isForOthersThan(said.came(), now) ? position(now) : said.seq() - 1;
      fill(now, notBefore(now.id(), before), now.head(), delivery);
    }
  }

  /**
   * Whether something before the message was not told, and is most likely about to be heard: who
   * waits a little need not read it.
   */
  public boolean lacks(ConversationId conversation, long seq) {
    return early.isWorthWaiting(seq, told.get(conversation));
  }

  /** What others told early, and what of this node's is told before it. */
  public ReorderBuffer early() {
    return early;
  }

  /**
   * Tells what came early and has waited from one call to the next, and what is missing before it;
   * nothing is held then.
   *
   * @throws StoreUnavailable as {@link #pass} does
   */
  public void tellOverdue(Delivery delivery) {
    for (ConversationId id : early.turn()) {
      for (Optional<Signal.Said> next = early.first(id); next.isPresent(); next = early.first(id)) {
        passEarly(next.get(), delivery);
      }
    }
  }

  /**
   * Tells what came early and is next now that this was told.
   *
   * @throws StoreUnavailable as {@link #pass} does
   */
  public void follow(ConversationId id, Delivery delivery) {
    for (Optional<Signal.Said> next = next(id); next.isPresent(); next = next(id)) {
      passEarly(next.get(), delivery);
    }
  }

  private Optional<Signal.Said> next(ConversationId id) {
    return early.after(id, told.getOrDefault(id, 0L));
  }

  private void passEarly(Signal.Said said, Delivery delivery) {
    audience
        .current(said.conversation(), said.accessVersion(), delivery)
        .ifPresent(now -> tellHeard(now, said, delivery));
  }

  /**
   * The position that was told last of a conversation as it stands.
   *
   * @throws StoreUnavailable where it cannot be read
   */
  public long position(Conversation conversation) {
    Long position = told.get(conversation.id());
    if (position == null) {
      position = notBefore(conversation.id(), beginnings.upTo(conversation));
      past.require();
      remember(conversation.id(), position);
    }
    return position;
  }

  /**
   * Tells what is missing of a conversation as it stands.
   *
   * @throws StoreUnavailable where it cannot be read
   */
  public void reach(Conversation conversation, Delivery delivery) {
    fill(conversation, position(conversation), conversation.head(), delivery);
    follow(conversation.id(), delivery);
  }

  private void end(ConversationId conversation) {
    early.forget(conversation);
    Long position = told.remove(conversation);
    if (position != null) {
      toldBefore.put(conversation, position);
    }
  }

  /** The position or, where more was told before the conversation was watched again, that. */
  private long notBefore(ConversationId conversation, long position) {
    return Math.max(position, toldBefore.getOrDefault(conversation, 0L));
  }

  /** It is not known whether something was stored: nothing is to pass before a comparison. */
  public void doubt() {
    inDoubt = true;
  }

  /** Whether {@link #compare} is due before the next message. */
  public boolean isInDoubt() {
    return inDoubt;
  }

  /**
   * Tells everything that is stored and was not told.
   *
   * @throws StoreUnavailable where the store cannot be read
   */
  public void compare(Delivery delivery) {
    Instant now = watches.now();
    Mark from = marks.at(watches.passedOverSince());
    for (Heads heads = since(from); !from.equals(heads.mark()); heads = since(from)) {
      heads.accessChanged().forEach(change -> audience.changed(change, delivery));
      for (Head head : heads.changed()) {
        if (watches.includes(head.conversation())) {
          reach(head, delivery);
        }
      }
      from = heads.mark();
    }
    watches.compared(now);
    marks.keep(from);
    if (!watches.isShared()) {
      told.clear();
    }
    inDoubt = false;
  }

  private Heads since(Mark from) {
    Heads heads = history.headsChangedSince(from, history.mark());
    past.require();
    return heads;
  }

  private void reach(Head head, Delivery delivery) {
    Long position = told.get(head.conversation());
    if (position != null && position >= head.head()) {
      return;
    }
    Optional<Conversation> found = history.conversation(head.conversation());
    past.require();
    if (found.isPresent()) {
      audience.putOutBy(found.get(), delivery);
      long before = position == null ? beginAt(found.get(), head) : position;
      fill(found.get(), before, head.head(), delivery);
      follow(head.conversation(), delivery);
    }
  }

  /** Whoever is here and not looked up yet may have come before what was passed. */
  private long beginAt(Conversation conversation, Head head) {
    return notBefore(conversation.id(), Math.min(head.afterSeq(), beginnings.upTo(conversation)));
  }

  private void fill(Conversation conversation, long after, long upTo, Delivery delivery) {
    long position = after;
    while (position < upTo) {
      Page page = history.after(conversation.id(), position, PAGE, PAGE_BYTES);
      past.require();
      for (Message missed : page.messages()) {
        if (missed.seq() <= upTo) {
          Encoded event = encoder.encode(new MessageSaid(missed));
          tell(conversation, missed.seq(), event, null, delivery);
        }
        position = missed.seq();
      }
      if (page.messages().isEmpty()) {
        throw new IllegalStateException("the store has no message after position " + position);
      }
    }
  }

  private void tell(
      Conversation conversation,
      long seq,
      Encoded event,
      @Nullable Connection sender,
      Delivery delivery) {
    past.require();
    int weight = 1 + event.sizeBytes() / BYTES_OF_WEIGHT;
    delivery.onEvery(hall -> hall.tell(conversation, seq, event, sender), weight);
    remember(conversation.id(), seq);
  }

  private void remember(ConversationId id, long seq) {
    if (watches.includes(id)) {
      told.put(id, seq);
    }
  }
}
