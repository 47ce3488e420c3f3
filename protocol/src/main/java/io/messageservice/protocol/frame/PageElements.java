package io.messageservice.protocol.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The elements of an answer that is a page. */
public final class PageElements {

  /** What a page holds beside its elements: a name, a ref, a cursor. */
  private static final int AROUND_BYTES = 4 << 10;

  private PageElements() {}

  /**
   * The first elements, encoded: as many as fit into a frame, but at least one. An element that was
   * stored under a larger limit comes alone.
   *
   * @param maxFrameBytes the largest frame
   */
  public static <T> List<byte[]> fitting(
      List<T> elements, Function<T, byte[]> encoding, int maxFrameBytes) {
    return fitting(elements, encoding, maxFrameBytes, element -> 0);
  }

  /**
   * The same, where more of an element stands elsewhere in the frame.
   *
   * @param elsewhere how many bytes that is
   */
  public static <T> List<byte[]> fitting(
      List<T> elements,
      Function<T, byte[]> encoding,
      int maxFrameBytes,
      ToIntFunction<T> elsewhere) {
    List<byte[]> fitting = new ArrayList<>(elements.size());
    int bytes = AROUND_BYTES;
    for (T element : elements) {
      byte[] encoded = encoding.apply(element);
      bytes += encoded.length + elsewhere.applyAsInt(element) + 2;
      if (bytes > maxFrameBytes && !fitting.isEmpty()) {
        break;
      }
      fitting.add(encoded);
    }
    return fitting;
  }
}
