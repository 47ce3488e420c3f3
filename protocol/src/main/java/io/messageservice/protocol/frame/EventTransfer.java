package io.messageservice.protocol.frame;

import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.TextFrame;
import io.messageservice.protocol.frame.EncodedEvent.Position;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries encoded events to other nodes, which tell them as they are. Any thread may call.
 *
 * <p>Numbers are big-endian, a string is its length in bytes (2) and its UTF-8:
 *
 * <pre>
 * dialect (1): 0 for all, 1 for the first · key (1): 0 for none, 1 for the first, two strings ·
 * position (1): 0 for none, or 1, seq (8), conversation (string) · text: length (4), UTF-8
 * </pre>
 *
 * What follows the text is passed over, for the sake of versions to come.
 */
public final class EventTransfer {

  /** Add at the end only. */
  private static final List<Dialect> DIALECTS = List.of(Dialect.BASE, Dialect.V1);

  /** Add at the end only. */
  private static final List<ConflationKey.State> STATES =
      List.of(
          ConflationKey.State.READ,
          ConflationKey.State.MARK,
          ConflationKey.State.CONVERSATION_READ,
          ConflationKey.State.TYPING,
          ConflationKey.State.PRESENCE);

  private static final byte[] NONE = {};

  private EventTransfer() {}

  /** The event, made by {@link EventFrames}, as bytes. */
  public static byte[] write(Encoded event) {
    EncodedEvent encoded = (EncodedEvent) event;
    ConflationKey key = (ConflationKey) encoded.frame().conflationKey();
    Position message = encoded.message();
    byte[] first = key == null ? NONE : utf8(key.first());
    byte[] second = key == null ? NONE : utf8(key.second());
    byte[] conversation = message == null ? NONE : utf8(message.conversation().value());
    byte[] text = encoded.frame().utf8();
    int keyBytes = key == null ? 0 : 2 + first.length + 2 + second.length;
    int positionBytes = message == null ? 0 : 8 + 2 + conversation.length;
    byte[] bytes = new byte[1 + 1 + keyBytes + 1 + positionBytes + 4 + text.length];

    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.put(encoded.only() == null ? 0 : numberOf(encoded.only(), DIALECTS));
    out.put(key == null ? 0 : numberOf(key.state(), STATES));
    if (key != null) {
      putString(out, first);
      putString(out, second);
    }
    out.put((byte) (message == null ? 0 : 1));
    if (message != null) {
      out.putLong(message.seq());
      putString(out, conversation);
    }
    out.putInt(text.length).put(text);
    return bytes;
  }

  /** The event of the bytes that remain; empty where they are none that this version knows. */
  public static Optional<Encoded> read(ByteBuffer bytes) {
    try {
      return Optional.of(readKnown(bytes));
    } catch (BufferUnderflowException | IllegalArgumentException garbage) {
      return Optional.empty();
    }
  }

  private static EncodedEvent readKnown(ByteBuffer in) {
    Dialect only = readOf(DIALECTS, in);
    ConflationKey.State state = readOf(STATES, in);
    ConflationKey key = state == null ? null : new ConflationKey(state, string(in), string(in));
    Position message = readPosition(in);
    byte[] text = bytes(in, in.getInt());
    requireUtf8(text);
    TextFrame frame = key == null ? TextFrame.kept(text) : TextFrame.ephemeral(text, key);
    return new EncodedEvent(frame, only, message);
  }

  private static <E> @Nullable E readOf(List<E> known, ByteBuffer in) {
    int number = in.get() & 0xFF;
    require(number <= known.size());
    return number == 0 ? null : known.get(number - 1);
  }

  private static @Nullable Position readPosition(ByteBuffer in) {
    int has = in.get();
    require(has == 0 || has == 1);
    if (has == 0) {
      return null;
    }
    long seq = in.getLong();
    require(seq > 0);
    return new Position(new ConversationId(string(in)), seq);
  }

  private static String string(ByteBuffer in) {
    return new String(bytes(in, in.getShort() & 0xFFFF), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    require(length >= 0 && length <= in.remaining());
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  /** A client would have to close its connection for a text that is none. */
  private static void requireUtf8(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        try {
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
          return;
        } catch (CharacterCodingException invalid) {
          throw new IllegalArgumentException("no UTF-8", invalid);
        }
      }
    }
  }

  private static void require(boolean expected) {
    if (!expected) {
      throw new IllegalArgumentException("no event of this version");
    }
  }

  private static <E> byte numberOf(E value, List<E> known) {
    return (byte) (1 + known.indexOf(value));
  }

  private static void putString(ByteBuffer out, byte[] utf8) {
    out.putShort((short) utf8.length).put(utf8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
