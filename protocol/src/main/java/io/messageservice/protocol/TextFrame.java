package io.messageservice.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A text that goes to one or many connections as it is, encoded once. Immutable by agreement: the
 * array is shared by all who send it and nobody writes to it.
 */
public final class TextFrame {

  private final byte[] utf8;
  private final @Nullable Object key;

  private TextFrame(byte[] utf8, @Nullable Object key) {
    this.utf8 = utf8;
    this.key = key;
  }

  /** A frame that must arrive. */
  public static TextFrame kept(byte[] utf8) {
    return new TextFrame(utf8, null);
  }

  /**
   * A frame that a lagging connection may lose.
   *
   * @param key what the frame carries the state of: of two that wait with equal keys only the later
   *     is needed
   */
  public static TextFrame ephemeral(byte[] utf8, Object key) {
    return new TextFrame(utf8, key);
  }

  /** The text. Not a copy: do not write to it. */
  public byte[] utf8() {
    return utf8;
  }

  /** What the frame carries the state of; null where it must arrive. */
  public @Nullable Object conflationKey() {
    return key;
  }
}
