package io.messageservice.domain.message;

import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * The content of a message: a text, attachments, or both.
 *
 * @param text may be empty only where there is an attachment
 */
public record MessageContent(String text, List<Attachment> attachments) {

  /** The longest text, in code points, by default. */
  public static final int DEFAULT_MAX_LENGTH = 10_000;

  /**
   * @throws IllegalArgumentException where there is neither text nor attachment
   */
  public MessageContent {
    Objects.requireNonNull(text, "text");
    attachments = List.copyOf(attachments);
    if (text.isEmpty() && attachments.isEmpty()) {
      throw new IllegalArgumentException("a message has a text or an attachment");
    }
  }

  /**
   * Whether both have the same content, also where {@code metadata} is written in another way.
   *
   * @param sameJson whether two JSON texts have the same value
   */
  public boolean isSameAs(MessageContent other, BiPredicate<String, String> sameJson) {
    if (!text.equals(other.text) || attachments.size() != other.attachments.size()) {
      return false;
    }
    return IntStream.range(0, attachments.size())
        .allMatch(i -> attachments.get(i).isSameAs(other.attachments.get(i), sameJson));
  }

  /** What it takes in memory at the most, but for what each object costs. */
  public int sizeBytes() {
    return Character.BYTES
        * (text.length() + attachments.stream().mapToInt(Attachment::length).sum());
  }

  /** A text without attachments. */
  public static MessageContent of(String text) {
    return new MessageContent(text, List.of());
  }
}
