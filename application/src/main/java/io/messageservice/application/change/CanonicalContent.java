package io.messageservice.application.change;

import io.messageservice.application.port.out.JsonEquality;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.MessageContent;
import java.util.Optional;

/** The content of a message in a form in which equal contents are equal texts. */
public final class CanonicalContent {

  private final StringBuilder text = new StringBuilder();

  private CanonicalContent() {}

  /** Of that content; {@code metadata} counts by its value. */
  public static String of(MessageContent content, JsonEquality json) {
    CanonicalContent canonical = new CanonicalContent();
    canonical.add(content.text());
    for (Attachment attachment : content.attachments()) {
      canonical.add(attachment.id());
      canonical.add(attachment.fileUrl());
      canonical.add(attachment.fileName());
      canonical.add(attachment.fileType());
      canonical.add(Long.toString(attachment.fileSizeBytes()));
      canonical.add(attachment.metadata().map(json::canonical));
    }
    content
        .metadata()
        .map(json::canonical)
        .ifPresent(
            metadata -> {
              canonical.text.append('m');
              canonical.add(metadata);
            });
    return canonical.text.toString();
  }

  /** With its length, so that no two lists of parts have the same text. */
  private void add(String part) {
    text.append(part.length()).append(':').append(part);
  }

  private void add(Optional<String> part) {
    part.ifPresentOrElse(this::add, () -> text.append('-'));
  }
}
