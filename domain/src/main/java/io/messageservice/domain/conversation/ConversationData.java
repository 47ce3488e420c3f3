package io.messageservice.domain.conversation;

import java.util.Objects;
import java.util.Optional;

/**
 * How the owners of a group present it.
 *
 * @param title empty where there is none
 * @param avatarUrl where a picture of it lies; empty where there is none
 * @param metadata an object in JSON, as the client wrote it; opaque
 * @param frozen whether only moderators and owners write
 */
public record ConversationData(
    Optional<String> title, Optional<String> avatarUrl, Optional<String> metadata, boolean frozen) {

  /** The longest title, in code points. */
  public static final int MAX_TITLE_LENGTH = 255;

  /** The longest {@code avatarUrl}, in code points. */
  public static final int MAX_URL_LENGTH = 2_048;

  /** The largest {@code metadata} in UTF-8. */
  public static final int MAX_METADATA_BYTES = 4_096;

  /** No data. */
  public static final ConversationData NONE =
      new ConversationData(Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** That of a direct conversation in which nobody writes. */
  static final ConversationData BLOCKED =
      new ConversationData(Optional.empty(), Optional.empty(), Optional.empty(), true);

  /**
   * @throws IllegalArgumentException where title or URL is longer than its limit
   */
  public ConversationData {
    Objects.requireNonNull(metadata, "metadata");
    check(title, MAX_TITLE_LENGTH, "title");
    check(avatarUrl, MAX_URL_LENGTH, "avatarUrl");
  }

  /** How long its texts are together, in UTF-16 characters. */
  public int length() {
    return title.map(String::length).orElse(0)
        + avatarUrl.map(String::length).orElse(0)
        + metadata.map(String::length).orElse(0);
  }

  /** Whether a text has more code points than that. */
  public static boolean isLonger(String text, int max) {
    return text.length() > max && text.codePointCount(0, text.length()) > max;
  }

  private static void check(Optional<String> text, int max, String member) {
    if (text.filter(present -> isLonger(present, max)).isPresent()) {
      throw new IllegalArgumentException(member + " is out of its limits");
    }
  }
}
