package io.messageservice.protocol.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
    List<byte[]> fitting = new ArrayList<>(elements.size());
    int bytes = AROUND_BYTES;
    for (T element : elements) {
      byte[] encoded = encoding.apply(element);
      bytes += encoded.length + 1;
      if (bytes > maxFrameBytes && !fitting.isEmpty()) {
        break;
      }
      fitting.add(encoded);
    }
    return fitting;
  }
}
