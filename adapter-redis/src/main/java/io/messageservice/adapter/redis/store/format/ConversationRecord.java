package io.messageservice.adapter.redis.store.format;

import io.messageservice.application.store.GroupRecord;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;

/**
 * What a conversation is, but for its participants and what is in its {@link GroupRecord}: one line
 * of text, by which it is also seen whether any of it has changed.
 *
 * <p>What is noted of its details and the number of changes stand between what was drawn and the
 * creator, so that versions that do not know of them keep them; they are left out where there are
 * none.
 *
 * @param born drawn when it began, so that one that began again under the same id is another; who
 *     created it follows in base64, so that versions that do not know of creators keep them
 * @param details numbers with a point between them, at base 36: when it was created (0 where that
 *     is not known), the changes by which participants and data became what they are, how many
 *     changes of the group and how many bans there are; zeros at the end are left out. Before them
 *     a point or, where there is a record, an exclamation mark. Empty where all are 0 and there is
 *     no record
 * @param changes how many changes of its messages and, of a group, of itself were stored
 */
public record ConversationRecord(
    long accessVersion,
    String born,
    String details,
    long changes,
    Kind kind,
    long head,
    long lastAtMillis) {

  private static final char BEFORE_CREATOR = ':';
  private static final char BEFORE_CHANGES = '+';
  private static final char BETWEEN = '.';
  private static final char WITH_RECORD = '!';

  /** What is drawn for a conversation that begins, with its creator. */
  public static String born(String drawn, Optional<UserId> creator) {
    return drawn
        + creator
            .map(user -> user.value().getBytes(StandardCharsets.UTF_8))
            .map(utf8 -> BEFORE_CREATOR + Base64.getUrlEncoder().encodeToString(utf8))
            .orElse("");
  }

  public static ConversationRecord of(Conversation conversation, String born) {
    return new ConversationRecord(
        conversation.accessVersion(),
        born,
        details(conversation),
        conversation.rev() - conversation.head(),
        conversation.kind(),
        conversation.head(),
        conversation.lastAt().toEpochMilli());
  }

  private static String details(Conversation conversation) {
    Details details = conversation.details();
    long createdAt = details.createdAt().map(Instant::toEpochMilli).orElse(0L);
    long[] numbers = {
      createdAt,
      details.participantsRev(),
      details.dataRev(),
      details.groupChanges(),
      details.bans()
    };
    int count = numbers.length;
    while (count > 0 && numbers[count - 1] == 0) {
      count--;
    }
    boolean hasRecord = GroupRecord.of(conversation).isPresent();
    if (count == 0) {
      return hasRecord ? String.valueOf(WITH_RECORD) : "";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 && hasRecord ? WITH_RECORD : BETWEEN);
      text.append(Long.toString(numbers[i], Character.MAX_RADIX));
    }
    return text.toString();
  }

  public static ConversationRecord parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 5) {
      throw new IllegalStateException("not a conversation as this version writes it: " + text);
    }
    int drawn = end(words[1], "+:.!");
    int details = end(words[1], "+:");
    int counted = end(words[1], ":");
    return new ConversationRecord(
        Long.parseLong(words[0]),
        words[1].substring(0, drawn) + words[1].substring(counted),
        words[1].substring(drawn, details),
        counted == details ? 0 : Long.parseLong(words[1], details + 1, counted, 10),
        Kind.valueOf(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }

  public String text() {
    String counted = changes == 0 ? "" : BEFORE_CHANGES + Long.toString(changes);
    String creator = born.substring(end(born, ":"));
    return version() + counted + creator + ' ' + kind + ' ' + head + ' ' + lastAtMillis;
  }

  /** What the text begins with as long as nobody comes or goes, and the details stay. */
  public String version() {
    return accessVersion + " " + born.substring(0, end(born, ":")) + details;
  }

  /** Whether there is a {@link GroupRecord}. */
  public boolean hasRecord() {
    return !details.isEmpty() && details.charAt(0) == WITH_RECORD;
  }

  /** How far the conversation has come. */
  public Position position() {
    return new Position(head, head + changes);
  }

  /**
   * The details.
   *
   * @param record empty where there is none
   */
  public Details details(Participants participants, Optional<GroupRecord> record) {
    Iterator<Long> numbers =
        Arrays.stream(details.split("[.!]"))
            .filter(number -> !number.isEmpty())
            .map(number -> Long.parseLong(number, Character.MAX_RADIX))
            .iterator();
    long createdAt = next(numbers);
    long participantsRev = next(numbers);
    long dataRev = next(numbers);
    long groupChanges = next(numbers);
    Roles usual = Details.beforeRoles(kind, participants, creator()).roles();
    return new Details(
        Optional.of(createdAt).filter(millis -> millis != 0).map(Instant::ofEpochMilli),
        record.map(GroupRecord::data).orElse(ConversationData.NONE),
        record.map(group -> group.rolesAmong(participants)).orElse(usual),
        (int) next(numbers),
        dataRev,
        participantsRev,
        groupChanges);
  }

  private static long next(Iterator<Long> numbers) {
    return numbers.hasNext() ? numbers.next() : 0;
  }

  public Conversation with(ConversationId id, Participants participants, Details known) {
    return new Conversation(
        id,
        kind,
        participants,
        accessVersion,
        head,
        head + changes,
        Instant.ofEpochMilli(lastAtMillis),
        creator(),
        known);
  }

  /** Where the first of those characters stands, or else the end; what was drawn is in hex. */
  private static int end(String born, String marks) {
    int end = 0;
    while (end < born.length() && marks.indexOf(born.charAt(end)) < 0) {
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
