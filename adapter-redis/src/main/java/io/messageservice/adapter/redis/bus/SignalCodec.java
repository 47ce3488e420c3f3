package io.messageservice.adapter.redis.bus;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.MessageChanged;
import io.messageservice.application.event.Event.MessageDelivered;
import io.messageservice.application.event.Event.MessageStored;
import io.messageservice.application.event.Event.PreferencesChanged;
import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.event.Event.Receipt;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.user.UserId;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One signal as bytes: its kind (1), then its fields. Any thread may call.
 *
 * <p>A later version may add kinds, and fields at the end of a signal, behind its event; this one
 * passes both over. It must not change what is here, nor what {@link EventCodec} writes.
 *
 * <pre>
 * 1 message   access version (8), users who joined, epoch, message, how many changes came before it
 *             (8), and what else the message has; left out where it is 0 and nothing follows
 * 2 access    conversation, access version (8), users who joined; of a group also epoch and group
 * 3 receipt   users, room (1), receipt
 * 4 typing    typing
 * 5 notice    user, notice
 * 6 change    access version (8), epoch, message, revision, seq (8) and rev (8) of its conversation,
 *             what else the message has and the reactions to it, left out where it has neither
 * 7 reaction  access version (8), epoch, reaction
 * 8 custom    custom event
 * 9 delivered users, room (1), delivered
 * 10 preferences  users, room (1), preferences
 * </pre>
 */
final class SignalCodec {

  private static final int MESSAGE = 1;
  private static final int ACCESS = 2;
  private static final int RECEIPT = 3;
  private static final int TYPING = 4;
  private static final int NOTICE = 5;
  private static final int CHANGE = 6;
  private static final int REACTION = 7;
  private static final int CUSTOM = 8;
  private static final int DELIVERED = 9;
  private static final int PREFERENCES = 10;

  private SignalCodec() {}

  static byte[] write(Signal signal) {
    Output out = new Output();
    if (signal instanceof Signal.OfMessage stored) {
      out.one(MESSAGE).number(stored.accessVersion()).strings(ids(stored.joined()));
      EventCodec.write(out.string(stored.epoch()), stored.event().message());
      writeMore(out, stored.event().message());
    } else if (signal instanceof Signal.OfChange change) {
      writeChange(out, change);
    } else if (signal instanceof Signal.OfAccess changed) {
      writeAccess(out, changed.conversation(), changed.accessVersion(), changed.joined());
    } else if (signal instanceof Signal.OfReceipt receipt) {
      out.one(kind(receipt.event())).strings(ids(receipt.users())).flag(receipt.room());
      EventCodec.write(out, receipt.event());
    } else if (signal instanceof Signal.OfTyping typing) {
      EventCodec.write(out.one(TYPING), typing.event());
    } else if (signal instanceof Signal.OfNotice notice) {
      EventCodec.write(out.one(NOTICE).string(notice.user().value()), notice.event());
    } else if (signal instanceof Signal.OfCustomEvent custom) {
      EventCodec.write(out.one(CUSTOM), custom.event());
    }
    return out.written();
  }

  /** Earlier versions pass over kinds of signals that they do not know, but not over receipts. */
  private static int kind(Receipt event) {
    if (event instanceof MessageDelivered) {
      return DELIVERED;
    }
    return event instanceof PreferencesChanged ? PREFERENCES : RECEIPT;
  }

  private static void writeAccess(
      Output out, ConversationId conversation, long version, Set<UserId> joined) {
    out.one(ACCESS).string(conversation.value()).number(version).strings(ids(joined));
  }

  private static void writeMore(Output out, Message message) {
    long changesBefore = message.rev() - message.seq();
    boolean hasMore = MoreCodec.hasMore(message);
    if (changesBefore > 0 || hasMore) {
      out.number(changesBefore);
    }
    if (hasMore) {
      MoreCodec.write(out, message);
    }
  }

  private static void writeChange(Output out, Signal.OfChange change) {
    if (change.event() instanceof ConversationChanged group) {
      writeAccess(out, group.conversation(), change.accessVersion(), change.joined());
      EventCodec.write(out.string(change.epoch()), group);
      return;
    }
    boolean isReaction = change.event() instanceof ReactionChanged;
    out.one(isReaction ? REACTION : CHANGE);
    out.number(change.accessVersion()).string(change.epoch());
    if (change.event() instanceof ReactionChanged reacted) {
      EventCodec.write(out, reacted);
    } else if (change.event() instanceof MessageChanged changed) {
      writeChange(out, changed);
    }
  }

  private static void writeChange(Output out, MessageChanged event) {
    Message message = event.message();
    EventCodec.write(out, message);
    EventCodec.write(out, message.revision());
    out.number(event.position().seq()).number(event.position().rev());
    if (MoreCodec.hasMore(message) || !message.reactions().isEmpty()) {
      MoreCodec.write(out, message);
      MoreCodec.writeReactions(out, message.reactions());
    }
  }

  /**
   * The signal of the bytes; empty where this version does not know its kind.
   *
   * @throws IllegalArgumentException or BufferUnderflowException where the bytes are garbage
   */
  static Optional<Signal> read(ByteBuffer bytes) {
    Input in = new Input(bytes);
    return switch (in.one()) {
      case MESSAGE -> Optional.of(readMessage(in));
      case ACCESS -> Optional.of(readAccess(in));
      case RECEIPT -> Optional.of(readReceipt(in, EventCodec::readReceipt));
      case DELIVERED -> Optional.of(readReceipt(in, EventCodec::readDelivered));
      case PREFERENCES -> Optional.of(readReceipt(in, EventCodec::readPreferences));
      case TYPING -> Optional.of(new Signal.OfTyping(EventCodec.readTyping(in)));
      case NOTICE -> Optional.of(new Signal.OfNotice(in.user(), EventCodec.readNotice(in)));
      case CHANGE -> Optional.of(readChange(in));
      case REACTION -> Optional.of(readReaction(in));
      case CUSTOM -> Optional.of(new Signal.OfCustomEvent(EventCodec.readCustom(in)));
      default -> Optional.empty();
    };
  }

  /** Earlier versions sent no more of groups than of others, and read no more of them. */
  private static Signal readAccess(Input in) {
    ConversationId conversation = in.conversation();
    long version = in.number();
    Set<UserId> joined = users(in);
    if (!in.hasMore()) {
      return new Signal.OfAccess(conversation, version, joined);
    }
    String epoch = in.string();
    return new Signal.OfChange(EventCodec.readGroup(in, conversation, joined), version, epoch);
  }

  private static Signal readMessage(Input in) {
    long accessVersion = in.number();
    Set<UserId> joined = users(in);
    String epoch = in.string();
    Message message = EventCodec.readMessage(in);
    if (in.hasMore()) {
      Position at = new Position(message.seq(), message.seq() + in.number());
      message = EventCodec.in(Revision.first(at.rev()), message);
    }
    if (in.hasMore()) {
      message = MoreCodec.read(in, message);
    }
    return new Signal.OfMessage(new MessageStored(message), accessVersion, joined, epoch);
  }

  private static Signal readChange(Input in) {
    long accessVersion = in.number();
    String epoch = in.string();
    Message sent = EventCodec.readMessage(in);
    Message message = EventCodec.in(EventCodec.readRevision(in), sent);
    Position position = new Position(in.number(), in.number());
    if (in.hasMore()) {
      message = MoreCodec.read(in, message).with(MoreCodec.readReactions(in));
    }
    return new Signal.OfChange(new MessageChanged(message, position), accessVersion, epoch);
  }

  private static Signal readReaction(Input in) {
    long accessVersion = in.number();
    String epoch = in.string();
    return new Signal.OfChange(EventCodec.readReaction(in), accessVersion, epoch);
  }

  private static Signal readReceipt(Input in, Function<Input, Receipt> event) {
    Set<UserId> users = users(in);
    boolean room = in.flag();
    return new Signal.OfReceipt(event.apply(in), users, room);
  }

  private static Set<UserId> users(Input in) {
    return new LinkedHashSet<>(in.list(Input::user));
  }

  private static List<String> ids(Set<UserId> users) {
    return users.stream().map(UserId::value).sorted().toList();
  }
}
