package io.messageservice.adapter.redis.store;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.user.UserId;
import java.util.List;

/** How large things are in UTF-8. */
final class Sizes {

  private Sizes() {}

  /** As many of the first as the bytes allow; one at least, where there is one. */
  static List<Message> cut(List<Message> messages, int maxBytes) {
    long bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      bytes += bytes(messages.get(i).content());
      if (bytes > maxBytes && i > 0) {
        return messages.subList(0, i);
      }
    }
    return messages;
  }

  /** The bytes of what a list says of a conversation: its newest message, its participants. */
  static long bytes(Listed listed) {
    long bytes = listed.lastMessage().map(last -> bytes(last.content())).orElse(0L);
    for (UserId user : listed.conversation().participants()) {
      bytes += utf8(user.value());
    }
    return bytes;
  }

  private static long bytes(MessageContent content) {
    long bytes = utf8(content.text());
    for (Attachment attachment : content.attachments()) {
      bytes +=
          utf8(attachment.id().orElse(""))
              + utf8(attachment.fileUrl())
              + utf8(attachment.fileName())
              + utf8(attachment.fileType())
              + utf8(attachment.metadata().orElse(""));
    }
    return bytes;
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
