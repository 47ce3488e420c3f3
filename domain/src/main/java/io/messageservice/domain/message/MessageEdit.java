package io.messageservice.domain.message;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What somebody wants to change of a message.
 *
 * @param text empty where it stays; an empty text removes it
 * @param attachments empty where they stay; an empty list removes them
 * @param metadata empty where it stays; an empty text removes it
 * @param ifRev the state that the message must have for this, by its number; any where left out
 */
public record MessageEdit(
    Optional<String> text,
    Optional<List<Attachment>> attachments,
    Optional<String> metadata,
    OptionalLong ifRev) {

  public MessageEdit {
    Objects.requireNonNull(text, "text");
    attachments = attachments.map(List::copyOf);
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(ifRev, "ifRev");
  }

  /** That leaves {@code metadata} as it is. */
  public MessageEdit(
      Optional<String> text, Optional<List<Attachment>> attachments, OptionalLong ifRev) {
    this(text, attachments, Optional.empty(), ifRev);
  }

  /** Whether it names nothing that could change. */
  public boolean isEmpty() {
    return text.isEmpty() && attachments.isEmpty() && metadata.isEmpty();
  }

  /** What becomes of that content. */
  public MessageContent appliedTo(MessageContent content) {
    return new MessageContent(
        text.orElse(content.text()),
        attachments.orElse(content.attachments()),
        metadata.isPresent() ? metadata.filter(json -> !json.isEmpty()) : content.metadata());
  }
}
