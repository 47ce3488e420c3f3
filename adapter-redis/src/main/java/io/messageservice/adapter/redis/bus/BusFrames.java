package io.messageservice.adapter.redis.bus;

import io.messageservice.application.port.out.Signal;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What one node sends to another at a time. Any thread may call.
 *
 * <pre>
 * version (1): 2 · head: length (4), sender, number (8) · signals, each: length (4), {@link SignalCodec}
 * </pre>
 *
 * <p>Nodes of two versions may share a cluster while it is upgraded: what a later version adds to
 * the head or the signals, and signals of kinds that it adds, are passed over by this one. The
 * first byte changes only where that is not enough. Frames of another version, as of version 1,
 * which carried what clients get, are dropped: the receiver finds messages in the store at its next
 * periodic look, and ephemeral events of such nodes are lost for as long as both versions run.
 */
final class BusFrames {

  /** The longest frame that is sent or read. */
  static final int MAX_BYTES = 8 << 20;

  private static final int VERSION = 2;

  /** The highest first byte that a frame of a node can have; what begins otherwise is garbage. */
  private static final int MAX_VERSION = 31;

  private BusFrames() {}

  /**
   * A frame as it was read.
   *
   * @param sender the name of a node
   * @param number one more than that of the frame before it from the sender to this receiver
   * @param whole whether nothing in it was garbage
   */
  record Frame(String sender, long number, List<Signal> signals, boolean whole) {}

  /**
   * @param signals each as {@link SignalCodec} wrote it
   */
  static byte[] write(String sender, long number, Collection<byte[]> signals) {
    Output out = new Output().one(VERSION);
    out.block(new Output().string(sender).number(number).written());
    signals.forEach(out::block);
    return out.written();
  }

  /**
   * The frame; empty where it is none, is too long or is of a version that this one cannot read.
   */
  static Optional<Frame> read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return readKnown(new Input(ByteBuffer.wrap(bytes)));
    } catch (BufferUnderflowException | IllegalArgumentException garbage) {
      return Optional.empty();
    }
  }

  /** Whether the bytes begin as a frame of another version does. */
  static boolean isOfAnotherVersion(byte[] bytes) {
    int version = bytes.length == 0 ? 0 : bytes[0];
    return version > 0 && version <= MAX_VERSION && version != VERSION;
  }

  private static Optional<Frame> readKnown(Input in) {
    if (in.one() != VERSION) {
      return Optional.empty();
    }
    Input head = new Input(in.block());
    String sender = head.string();
    long number = head.number();
    List<Signal> signals = new ArrayList<>();
    boolean whole = true;
    while (in.hasMore()) {
      ByteBuffer signal = in.block();
      whole &= addIfSound(signal, sender, signals);
    }
    return Optional.of(new Frame(sender, number, signals, whole));
  }

  private static boolean addIfSound(ByteBuffer bytes, String sender, List<Signal> signals) {
    try {
      SignalCodec.read(bytes).ifPresent(signal -> signals.add(signal.from(sender)));
      return true;
    } catch (BufferUnderflowException | IllegalArgumentException garbage) {
      return false;
    }
  }
}
