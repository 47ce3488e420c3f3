package io.messageservice.adapter.redis.store;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a conversation is, but for its participants: one line of text, by which it is also seen
 * whether it has changed.
 *
 * <p>The number of changes stands between what was drawn and the creator, so that versions that do
 * not know of changes keep it; it is left out where there are none.
 *
 * @param born drawn when it began, so that one that began again under the same id is another; who
 *     created it follows in base64, so that versions that do not know of creators keep them
 * @param changes how many changes of its messages were stored
 */
record Core(
    long accessVersion, String born, long changes, Kind kind, long head, long lastAtMillis) {

  private static final char BEFORE_CREATOR = ':';
  private static final char BEFORE_CHANGES = '+';

  /** What is drawn for a conversation that begins, with its creator. */
  static String born(String drawn, Optional<UserId> creator) {
    return drawn
        + creator
            .map(user -> user.value().getBytes(StandardCharsets.UTF_8))
            .map(utf8 -> BEFORE_CREATOR + Base64.getUrlEncoder().encodeToString(utf8))
            .orElse("");
  }

  static Core of(Conversation conversation, String born) {
    return new Core(
        conversation.accessVersion(),
        born,
        conversation.rev() - conversation.head(),
        conversation.kind(),
        conversation.head(),
        conversation.lastAt().toEpochMilli());
  }

  static Core parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 5) {
      throw new IllegalStateException("not a conversation as this version writes it: " + text);
    }
    int drawn = endOfDrawn(words[1]);
    int creator = words[1].indexOf(BEFORE_CREATOR);
    String counted = words[1].substring(drawn, creator < 0 ? words[1].length() : creator);
    return new Core(
        Long.parseLong(words[0]),
        words[1].substring(0, drawn) + words[1].substring(drawn + counted.length()),
        counted.isEmpty() ? 0 : Long.parseLong(counted.substring(1)),
        Kind.valueOf(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  String text() {
    String counted = changes == 0 ? "" : BEFORE_CHANGES + Long.toString(changes);
    String creator = born.substring(endOfDrawn(born));
    return version() + counted + creator + ' ' + kind + ' ' + head + ' ' + lastAtMillis;
  }

  /** What the text begins with as long as nobody comes or goes. */
  String version() {
    return accessVersion + " " + born.substring(0, endOfDrawn(born));
  }

  /** How far the conversation has come. */
  Position position() {
    return new Position(head, head + changes);
  }

  Conversation with(ConversationId id, Participants participants) {
    return new Conversation(
        id,
        kind,
        participants,
        accessVersion,
        head,
        head + changes,
        Instant.ofEpochMilli(lastAtMillis),
        creator());
  }

  /** What was drawn is in hex. */
  private static int endOfDrawn(String born) {
    int end = 0;
    while (end < born.length()
        && born.charAt(end) != BEFORE_CHANGES
        && born.charAt(end) != BEFORE_CREATOR) {
      end++;
    }
    return end;
  }

  private Optional<UserId> creator() {
    int before = born.indexOf(BEFORE_CREATOR);
    if (before < 0) {
      return Optional.empty();
    }
    byte[] utf8 = Base64.getUrlDecoder().decode(born.substring(before + 1));
    return Optional.of(new UserId(new String(utf8, StandardCharsets.UTF_8)));
  }
}
