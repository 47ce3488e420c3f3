package io.messageservice.adapter.redis.bus;

import io.messageservice.application.event.ConversationChanged;
import io.messageservice.application.event.Event.ConversationRead;
import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.event.Event.MarkMoved;
import io.messageservice.application.event.Event.MessageDelivered;
import io.messageservice.application.event.Event.MessageRead;
import io.messageservice.application.event.Event.NoticeGiven;
import io.messageservice.application.event.Event.PreferencesChanged;
import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.event.Event.Receipt;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.ParticipantsDelta;
import io.messageservice.domain.conversation.Position;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Attachment;
import io.messageservice.domain.message.ClientMessageId;
import io.messageservice.domain.message.Deletion;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The events that travel between nodes as bytes, whatever formats clients use. Any thread may call.
 * What is read is valid: it passes the constructors of the domain, which throw {@link
 * IllegalArgumentException}.
 *
 * <pre>
 * message   conversation, seq (8), id, sender, created at (8, ms since 1970), key or nothing, text,
 *           attachments: id or nothing, url, name, type, size (8), metadata or nothing
 * revision  rev (8), kind (1): 1 edited, 2 deleted by its sender, 3 deleted by others; when (8)
 * receipt   kind (1), conversation, reader, then
 *           1 message read       message, read (1)
 *           2 mark moved         message, read (1), seq (8), read up to (8)
 *           3 conversation read  count (8)
 * delivered conversation, user, delivered up to (8)
 * preferences  conversation, user, muted until (8, ms since 1970), hidden at (8)
 * typing    conversation, user, name, typing (1)
 * notice    name, data
 * reaction  conversation, message, its seq (8), seq (8) and rev (8) of the conversation, reaction,
 *           user, added (1), count (8)
 * custom    conversation, user, name, data
 * group     seq (8) and rev (8) of the conversation, title, URL of the picture and metadata, or nothing
 *           each, frozen (1), whether these changed (1), how many take part (8), users who left, users
 *           with another role: user, role (1): 1 member, 2 moderator, 3 owner; whether participants
 *           or roles changed in ways that are not named (1)
 * </pre>
 *
 * Text, metadata and data are texts; the rest are strings and numbers of {@link Output}.
 */
final class EventCodec {

  private static final int MESSAGE_READ = 1;
  private static final int MARK_MOVED = 2;
  private static final int CONVERSATION_READ = 3;

  private static final int EDITED = 1;
  private static final int DELETED = 2;
  private static final int DELETED_BY_OTHERS = 3;

  /** By their numbers, from 1. */
  private static final List<Role> ROLES = List.of(Role.MEMBER, Role.MODERATOR, Role.OWNER);

  private EventCodec() {}

  static void write(Output out, Message message) {
    out.string(message.conversation().value()).number(message.seq());
    out.string(message.id().value()).string(message.sender().value());
    out.number(message.createdAt().toEpochMilli());
    out.optional(message.key().map(ClientMessageId::value)).text(message.content().text());
    out.list(message.content().attachments(), EventCodec::write);
  }

  private static void write(Output out, Attachment file) {
    out.optional(file.id()).string(file.fileUrl()).string(file.fileName());
    out.string(file.fileType()).number(file.fileSizeBytes()).optional(file.metadata());
  }

  /** As it was sent, where nothing was changed before. */
  static Message readMessage(Input in) {
    ConversationId conversation = in.conversation();
    long seq = positive(in);
    MessageId id = new MessageId(in.string());
    UserId sender = in.user();
    Instant createdAt = Instant.ofEpochMilli(in.number());
    Optional<ClientMessageId> key = in.optional().map(ClientMessageId::new);
    MessageContent content = new MessageContent(in.text(), in.list(EventCodec::readAttachment));
    return new Message(id, conversation, seq, sender, content, createdAt, key);
  }

  /** The message in that state. */
  static Message in(Revision revision, Message message) {
    return new Message(
        message.id(),
        message.conversation(),
        message.seq(),
        message.sender(),
        message.content(),
        message.createdAt(),
        message.key(),
        revision);
  }

  /** Of a message that was changed. */
  static void write(Output out, Revision revision) {
    Optional<Deletion> deletion = revision.deletion();
    out.number(revision.rev());
    out.one(deletion.map(how -> how.bySender() ? DELETED : DELETED_BY_OTHERS).orElse(EDITED));
    out.number(deletion.map(Deletion::at).or(revision::editedAt).orElseThrow().toEpochMilli());
  }

  static Revision readRevision(Input in) {
    long rev = positive(in);
    int kind = in.one();
    Instant at = Instant.ofEpochMilli(in.number());
    return switch (kind) {
      case EDITED -> new Revision(rev, Optional.of(at), Optional.empty());
      case DELETED, DELETED_BY_OTHERS ->
          new Revision(rev, Optional.empty(), Optional.of(new Deletion(at, kind == DELETED)));
      default -> throw new IllegalArgumentException("no change of this version");
    };
  }

  private static Attachment readAttachment(Input in) {
    return new Attachment(
        in.optional(), in.string(), in.string(), in.string(), in.number(), in.optional());
  }

  static void write(Output out, Receipt event) {
    if (event instanceof MessageRead read) {
      begin(out, MESSAGE_READ, read.conversation(), read.reader());
      out.string(read.message().value()).flag(read.read());
    } else if (event instanceof MarkMoved moved) {
      begin(out, MARK_MOVED, moved.conversation(), moved.mark().user());
      out.string(moved.message().value()).flag(moved.read());
      out.number(moved.seq()).number(moved.mark().readUpTo());
    } else if (event instanceof ConversationRead read) {
      begin(out, CONVERSATION_READ, read.conversation(), read.reader());
      out.number(read.updated());
    } else if (event instanceof MessageDelivered delivered) {
      DeliveredMark mark = delivered.mark();
      out.string(mark.conversation().value()).string(mark.user().value());
      out.number(mark.deliveredUpTo());
    } else if (event instanceof PreferencesChanged changed) {
      OwnPreferences own = changed.own();
      out.string(own.conversation().value()).string(own.user().value());
      out.number(own.preferences().mutedUntil().toEpochMilli());
      out.number(own.preferences().hiddenAt());
    }
  }

  private static void begin(Output out, int kind, ConversationId conversation, UserId reader) {
    out.one(kind).string(conversation.value()).string(reader.value());
  }

  static Receipt readReceipt(Input in) {
    int kind = in.one();
    ConversationId conversation = in.conversation();
    UserId reader = in.user();
    return switch (kind) {
      case MESSAGE_READ ->
          new MessageRead(conversation, new MessageId(in.string()), in.flag(), reader);
      case MARK_MOVED -> readMark(in, conversation, reader);
      case CONVERSATION_READ -> new ConversationRead(conversation, reader, (int) in.number());
      default -> throw new IllegalArgumentException("no receipt of this version");
    };
  }

  private static MarkMoved readMark(Input in, ConversationId conversation, UserId reader) {
    MessageId message = new MessageId(in.string());
    boolean read = in.flag();
    long seq = positive(in);
    return new MarkMoved(new ReadMark(conversation, reader, in.number()), message, seq, read);
  }

  static MessageDelivered readDelivered(Input in) {
    return new MessageDelivered(new DeliveredMark(in.conversation(), in.user(), positive(in)));
  }

  static PreferencesChanged readPreferences(Input in) {
    ConversationId conversation = in.conversation();
    UserId user = in.user();
    Preferences preferences = new Preferences(Instant.ofEpochMilli(in.number()), in.number());
    return new PreferencesChanged(new OwnPreferences(conversation, user, preferences));
  }

  static void write(Output out, TypingChanged event) {
    out.string(event.conversation().value()).string(event.user().value());
    out.string(event.name().value()).flag(event.typing());
  }

  static TypingChanged readTyping(Input in) {
    return new TypingChanged(in.conversation(), in.user(), new DisplayName(in.string()), in.flag());
  }

  static void write(Output out, NoticeGiven event) {
    out.string(event.name()).text(event.data());
  }

  static NoticeGiven readNotice(Input in) {
    return new NoticeGiven(in.string(), in.text());
  }

  static void write(Output out, ReactionChanged event) {
    out.string(event.conversation().value()).string(event.message().value());
    out.number(event.seq()).number(event.position().seq()).number(event.position().rev());
    out.string(event.reaction().value()).string(event.user().value());
    out.flag(event.added()).number(event.count());
  }

  static ReactionChanged readReaction(Input in) {
    return new ReactionChanged(
        in.conversation(),
        new MessageId(in.string()),
        positive(in),
        new Position(in.number(), in.number()),
        new Reaction(in.string()),
        in.user(),
        in.flag(),
        (int) in.number());
  }

  /** But for its conversation and who joined. */
  static void write(Output out, ConversationChanged event) {
    out.number(event.position().seq()).number(event.position().rev());
    ConversationData data = event.data();
    out.optional(data.title()).optional(data.avatarUrl()).optional(data.metadata());
    out.flag(data.frozen()).flag(event.dataChanged()).number(event.participantCount());
    out.strings(event.participants().left().stream().map(UserId::value).toList());
    out.list(
        event.participants().roles().entrySet(),
        (to, each) -> to.string(each.getKey().value()).one(ROLES.indexOf(each.getValue()) + 1));
    out.flag(event.unnamed());
  }

  /**
   * The change of the group.
   *
   * @param joined who takes part since
   */
  static ConversationChanged readGroup(Input in, ConversationId conversation, Set<UserId> joined) {
    Position position = new Position(in.number(), in.number());
    ConversationData data =
        new ConversationData(in.optional(), in.optional(), in.optional(), in.flag());
    boolean dataChanged = in.flag();
    int participantCount = (int) in.number();
    Set<UserId> left = new LinkedHashSet<>(in.list(Input::user));
    Map<UserId, Role> roles = new LinkedHashMap<>();
    in.list(each -> roles.put(each.user(), role(each.one())));
    return new ConversationChanged(
        conversation,
        position,
        data,
        dataChanged,
        participantCount,
        new ParticipantsDelta(joined, left, roles),
        in.flag(),
        Optional.empty());
  }

  private static Role role(int number) {
    if (number < 1 || number > ROLES.size()) {
      throw new IllegalArgumentException("no role of this version");
    }
    return ROLES.get(number - 1);
  }

  static void write(Output out, CustomEvent event) {
    out.string(event.conversation().value()).string(event.user().value());
    out.string(event.name()).text(event.data());
  }

  static CustomEvent readCustom(Input in) {
    return new CustomEvent(in.conversation(), in.user(), in.string(), in.text());
  }

  private static long positive(Input in) {
    long number = in.number();
    if (number <= 0) {
      throw new IllegalArgumentException("no position");
    }
    return number;
  }
}
