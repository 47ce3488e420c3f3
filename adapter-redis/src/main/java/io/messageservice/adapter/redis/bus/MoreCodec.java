package io.messageservice.adapter.redis.bus;

import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What few messages have and earlier versions do not know of, as bytes behind what {@link
 * EventCodec} writes. Any thread may call.
 *
 * <pre>
 * more       metadata or nothing, type or nothing, id of the message it replies to or nothing, the
 *            seq of that (8), mentions all (1), users it mentions
 * reactions  each: reaction, how many users gave it (8), the first of them
 * </pre>
 */
final class MoreCodec {

  private MoreCodec() {}

  static boolean hasMore(Message message) {
    return message.content().metadata().isPresent() || !message.attributes().isEmpty();
  }

  static void write(Output out, Message message) {
    MessageAttributes attributes = message.attributes();
    out.optional(message.content().metadata());
    out.optional(attributes.type().map(MessageType::value));
    out.optional(attributes.replyTo().map(to -> to.message().value()));
    out.number(attributes.replyTo().map(ReplyTo::seq).orElse(0L));
    out.flag(attributes.mentions().everybody());
    out.strings(ids(attributes.mentions().users()));
  }

  /** The message with what was written of it. */
  static Message read(Input in, Message message) {
    Optional<String> metadata = in.optional();
    Optional<MessageType> type = in.optional().map(MessageType::new);
    Optional<MessageId> repliesTo = in.optional().map(MessageId::new);
    long seq = in.number();
    Mentions mentions = new Mentions(in.flag(), in.list(Input::user));
    MessageContent content = message.content();
    return new Message(
        message.id(),
        message.conversation(),
        message.seq(),
        message.sender(),
        new MessageContent(content.text(), content.attachments(), metadata),
        new MessageAttributes(type, repliesTo.map(id -> new ReplyTo(id, seq)), mentions),
        message.createdAt(),
        message.key(),
        message.revision(),
        message.reactions());
  }

  static void writeReactions(Output out, List<ReactionCount> reactions) {
    out.list(
        reactions,
        (to, each) ->
            to.string(each.reaction().value()).number(each.count()).strings(ids(each.first())));
  }

  static List<ReactionCount> readReactions(Input in) {
    return in.list(
        each ->
            new ReactionCount(
                new Reaction(each.string()), (int) each.number(), each.list(Input::user)));
  }

  private static List<String> ids(List<UserId> users) {
    return users.stream().map(UserId::value).toList();
  }
}
