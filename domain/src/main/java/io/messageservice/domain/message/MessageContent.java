package io.messageservice.domain.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * The content of a message: a text, attachments, or both.
 *
 * @param text empty where there is none
 * @param metadata an object in JSON, as the client wrote it; opaque
 */
public record MessageContent(String text, List<Attachment> attachments, Optional<String> metadata) {

  /** The largest {@code metadata} in UTF-8. */
  public static final int MAX_METADATA_BYTES = 4_096;

  /** The longest text, in code points, by default. */
  public static final int DEFAULT_MAX_LENGTH = 10_000;

  /** Of a message that was deleted. */
  public static final MessageContent NONE = new MessageContent("", List.of());

  public MessageContent {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(metadata, "metadata");
    attachments = List.copyOf(attachments);
  }

  /** Without metadata. */
  public MessageContent(String text, List<Attachment> attachments) {
    this(text, attachments, Optional.empty());
  }

  /** Whether there is neither text nor attachment, so that it cannot be sent. */
  public boolean isEmpty() {
    return text.isEmpty() && attachments.isEmpty();
  }

  /**
   * Whether both have the same content, also where {@code metadata} is written in another way.
   *
   * @param sameJson whether two JSON texts have the same value
   */
  public boolean isSameAs(MessageContent other, BiPredicate<String, String> sameJson) {
    boolean sameMetadata =
        metadata.isPresent() == other.metadata.isPresent()
            && (metadata.isEmpty() || sameJson.test(metadata.get(), other.metadata.orElseThrow()));
    if (!sameMetadata
        || !text.equals(other.text)
        || attachments.size() != other.attachments.size()) {
      return false;
    }
    return IntStream.range(0, attachments.size())
        .allMatch(i -> attachments.get(i).isSameAs(other.attachments.get(i), sameJson));
  }

  /** What it takes in memory at the most, but for what each object costs. */
  public int sizeBytes() {
    return Character.BYTES
        * (text.length()
            + metadata.map(String::length).orElse(0)
            + attachments.stream().mapToInt(Attachment::length).sum());
  }

  /** A text without attachments. */
  public static MessageContent of(String text) {
    return new MessageContent(text, List.of());
  }
}
