package io.messageservice.application.memory;

import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Message;
import java.nio.charset.StandardCharsets;

/** How large things are in UTF-8. */
final class Sizes {

  private Sizes() {}

  /** The bytes of what a message says. */
  static long bytes(Message message) {
    long bytes = utf8(message.content().text());
    for (Attachment attachment : message.content().attachments()) {
      bytes +=
          utf8(attachment.id().orElse(""))
              + utf8(attachment.fileUrl())
              + utf8(attachment.fileName())
              + utf8(attachment.fileType())
              + utf8(attachment.metadata().orElse(""));
    }
    return bytes;
  }

  static long utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
