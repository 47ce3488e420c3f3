package io.messageservice.application.store;

import io.messageservice.application.port.out.History.Entry;
import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/** How large things are in UTF-8, for the bounds of pages. */
public final class Sizes {

  private Sizes() {}

  /** As many of the first as the bytes allow; at least one where there is one. */
  public static List<Message> firstWithin(List<Message> messages, int maxBytes) {
    long bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      bytes += bytes(messages.get(i));
      if (bytes > maxBytes && i > 0) {
        return messages.subList(0, i);
      }
    }
    return messages;
  }

  /** The bytes of what stands in a list. */
  public static long bytes(Entry entry) {
    return entry instanceof Listed listed
        ? bytes(listed)
        : entry.place().conversation().value().length();
  }

  /** The bytes of a conversation in a list: its newest message, its participants, its data. */
  public static long bytes(Listed listed) {
    long bytes = listed.lastMessage().map(Sizes::bytes).orElse(0L);
    ConversationData data = listed.conversation().details().data();
    bytes += utf8(data.title()) + utf8(data.avatarUrl()) + utf8(data.metadata());
    for (UserId user : listed.conversation().participants()) {
      bytes += utf8(user.value());
    }
    return bytes;
  }

  /** The bytes of a message, without names of members and escapes. */
  public static long bytes(Message message) {
    long bytes = bytes(message.content());
    for (UserId user : message.attributes().mentions().users()) {
      bytes += utf8(user.value());
    }
    for (ReactionCount reaction : message.reactions()) {
      bytes += utf8(reaction.reaction().value());
      for (UserId user : reaction.first()) {
        bytes += utf8(user.value());
      }
    }
    return bytes;
  }

  /** The bytes of the content of a message, without names of members and escapes. */
  public static long bytes(MessageContent content) {
    long bytes = utf8(content.text()) + utf8(content.metadata());
    for (Attachment attachment : content.attachments()) {
      bytes += bytes(attachment);
    }
    return bytes;
  }

  private static long bytes(Attachment attachment) {
    return utf8(attachment.id())
        + utf8(attachment.fileUrl())
        + utf8(attachment.fileName())
        + utf8(attachment.fileType())
        + utf8(attachment.metadata());
  }

  private static long utf8(Optional<String> text) {
    return utf8(text.orElse(""));
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
