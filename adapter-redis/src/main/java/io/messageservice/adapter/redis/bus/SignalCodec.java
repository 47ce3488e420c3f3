package io.messageservice.adapter.redis.bus;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.frame.EventTransfer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One signal as bytes: its kind (1), then its fields. Any thread may call.
 *
 * <p>A later version may add kinds, and fields behind those that are here; this one passes both
 * over. It must not change what is here.
 *
 * <pre>
 * 1 said            conversation, seq, access version, came, event, created at (ms since 1970),
 *                   epoch
 * 2 access changed  conversation, access version, came
 * 3 shown           conversation, room (1), users, event
 * 4 typed           conversation, user, name, typing (1), event
 * 5 noticed         user, event
 * </pre>
 */
final class SignalCodec {

  private static final int SAID = 1;
  private static final int ACCESS_CHANGED = 2;
  private static final int SHOWN = 3;
  private static final int TYPED = 4;
  private static final int NOTICED = 5;

  private SignalCodec() {}

  static byte[] write(Signal signal) {
    Output out = new Output();
    if (signal instanceof Signal.Said said) {
      out.one(SAID).string(said.conversation().value());
      out.number(said.seq()).number(said.accessVersion()).strings(ids(said.came()));
      out.block(EventTransfer.write(said.event())).number(said.createdAt().toEpochMilli());
      out.string(said.epoch());
    } else if (signal instanceof Signal.AccessChanged changed) {
      out.one(ACCESS_CHANGED).string(changed.conversation().value());
      out.number(changed.accessVersion()).strings(ids(changed.came()));
    } else if (signal instanceof Signal.Shown shown) {
      out.one(SHOWN).string(shown.conversation().value());
      out.flag(shown.room()).strings(ids(shown.users()));
      out.block(EventTransfer.write(shown.event()));
    } else if (signal instanceof Signal.Typed typed) {
      TypingChanged change = typed.change();
      out.one(TYPED).string(change.conversation().value());
      out.string(change.user().value()).string(change.name().value()).flag(change.typing());
      out.block(EventTransfer.write(typed.event()));
    } else if (signal instanceof Signal.Noticed noticed) {
      out.one(NOTICED).string(noticed.user().value());
      out.block(EventTransfer.write(noticed.event()));
    }
    return out.written();
  }

  /**
   * The signal of the bytes; empty where this version does not know its kind.
   *
   * @throws IllegalArgumentException or BufferUnderflowException where the bytes are garbage
   */
  static Optional<Signal> read(ByteBuffer bytes) {
    Input in = new Input(bytes);
    return switch (in.one()) {
      case SAID -> Optional.of(readSaid(in));
      case ACCESS_CHANGED ->
          Optional.of(new Signal.AccessChanged(conversation(in), in.number(), users(in)));
      case SHOWN -> Optional.of(readShown(in));
      case TYPED -> Optional.of(new Signal.Typed(readChange(in), event(in)));
      case NOTICED -> Optional.of(new Signal.Noticed(new UserId(in.string()), event(in)));
      default -> Optional.empty();
    };
  }

  private static Signal readSaid(Input in) {
    ConversationId conversation = conversation(in);
    long seq = positive(in);
    long accessVersion = in.number();
    Set<UserId> came = users(in);
    Encoded event = event(in);
    Instant createdAt = Instant.ofEpochMilli(in.number());
    return new Signal.Said(conversation, seq, accessVersion, createdAt, came, event, in.string());
  }

  private static TypingChanged readChange(Input in) {
    ConversationId conversation = conversation(in);
    UserId user = new UserId(in.string());
    return new TypingChanged(conversation, user, new DisplayName(in.string()), in.flag());
  }

  private static Signal readShown(Input in) {
    ConversationId conversation = conversation(in);
    boolean room = in.flag();
    return new Signal.Shown(conversation, users(in), room, event(in));
  }

  private static ConversationId conversation(Input in) {
    return new ConversationId(in.string());
  }

  private static long positive(Input in) {
    long number = in.number();
    if (number <= 0) {
      throw new IllegalArgumentException("no position");
    }
    return number;
  }

  private static Set<UserId> users(Input in) {
    return in.strings().stream().map(UserId::new).collect(Collectors.toUnmodifiableSet());
  }

  private static Encoded event(Input in) {
    return EventTransfer.read(in.block())
        .orElseThrow(() -> new IllegalArgumentException("no event of this version"));
  }

  private static List<String> ids(Set<UserId> users) {
    return users.stream().map(UserId::value).sorted().toList();
  }
}
