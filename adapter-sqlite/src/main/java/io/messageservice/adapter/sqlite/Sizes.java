package io.messageservice.adapter.sqlite;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;

/** How large things are in UTF-8. */
final class Sizes {

  private Sizes() {}

  /** The bytes of what a message says, without names of members and escapes. */
  static long bytes(MessageContent content) {
    long bytes = utf8(content.text());
    for (Attachment attachment : content.attachments()) {
      bytes += bytes(attachment);
    }
    return bytes;
  }

  /** The bytes of what a list says of a conversation: its newest message, its participants. */
  static long bytes(Listed listed) {
    long bytes = listed.lastMessage().map(last -> bytes(last.content())).orElse(0L);
    for (UserId user : listed.conversation().participants()) {
      bytes += utf8(user.value());
    }
    return bytes;
  }

  private static long bytes(Attachment attachment) {
    return utf8(attachment.id().orElse(""))
        + utf8(attachment.fileUrl())
        + utf8(attachment.fileName())
        + utf8(attachment.fileType())
        + utf8(attachment.metadata().orElse(""));
  }

  private static long utf8(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }
}
