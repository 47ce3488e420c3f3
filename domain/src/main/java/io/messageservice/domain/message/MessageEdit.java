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
 * @param ifRev the state that the message must have for this, by its number; any where left out
 */
public record MessageEdit(
    Optional<String> text, Optional<List<Attachment>> attachments, OptionalLong ifRev) {

  public MessageEdit {
    Objects.requireNonNull(text, "text");
    attachments = attachments.map(List::copyOf);
    Objects.requireNonNull(ifRev, "ifRev");
  }

  /** Whether it names nothing that could change. */
  public boolean isEmpty() {
    return text.isEmpty() && attachments.isEmpty();
  }

  /** What becomes of that content. */
  public MessageContent appliedTo(MessageContent content) {
    return new MessageContent(
        text.orElse(content.text()), attachments.orElse(content.attachments()));
  }
}
