package io.messageservice.application.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.History.Listed;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Details;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Roles;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageAttributes;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.Revision;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.Unread;
import io.messageservice.domain.user.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SizesTest {

  @Test
  void bytesAreThoseOfUtf8() {
    for (String text : List.of("a", "ü", "€", "😀", "a ü € 😀", "~\u0080\u07ff\u0800\uffff")) {
      assertThat(Sizes.bytes(MessageContent.of(text)))
          .as(text)
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  @Test
  void firstMessagesAreAsManyAsFitButOneAtLeast() {
    List<Message> three = List.of(message(1, "aaaa"), message(2, "bbbb"), message(3, "cccc"));

    assertThat(Sizes.firstWithin(three, 12)).isEqualTo(three);
    assertThat(Sizes.firstWithin(three, 11)).isEqualTo(three.subList(0, 2));
    assertThat(Sizes.firstWithin(three, 8)).isEqualTo(three.subList(0, 2));
    assertThat(Sizes.firstWithin(three, 1)).isEqualTo(three.subList(0, 1));
    assertThat(Sizes.firstWithin(List.of(), 1)).isEmpty();
  }

  @Test
  void bytesOfAMessageAreThoseOfAllThatItCarries() {
    UserId user = new UserId("ü");
    MessageContent content = new MessageContent("aa", List.of(), Optional.of("{}"));
    Message message =
        new Message(
            new MessageId("id"),
            new ConversationId("room"),
            1,
            user,
            content,
            new MessageAttributes(
                Optional.empty(), Optional.empty(), new Mentions(false, List.of(user))),
            Instant.EPOCH,
            Optional.empty(),
            Revision.first(1),
            List.of(new ReactionCount(new Reaction("€"), 2, List.of(user, new UserId("b")))));

    assertThat(Sizes.bytes(message)).isEqualTo(2 + 2 + 2 + 3 + 2 + 1);
  }

  @Test
  void bytesOfAListedGroupAreThoseOfParticipantsMessageAndData() {
    ConversationData data =
        new ConversationData(Optional.of("ü"), Optional.of("url"), Optional.of("{}"), false);
    Conversation group =
        new Conversation(
            new ConversationId("room"),
            Kind.GROUP,
            Participants.of(List.of(new UserId("alice"), new UserId("bob"))),
            1,
            1,
            2,
            Instant.EPOCH,
            Optional.empty(),
            new Details(Optional.empty(), data, Roles.NONE, 0, 1, 1, 1));

    assertThat(
            Sizes.bytes(
                new Listed(
                    group, Optional.of(message(1, "text")), 0, Unread.NONE, Preferences.NONE)))
        .isEqualTo(4 + 5 + 3 + 2 + 3 + 2);
  }

  private static Message message(long seq, String text) {
    return new Message(
        new MessageId("id-" + seq),
        new ConversationId("room"),
        seq,
        new UserId("alice"),
        MessageContent.of(text),
        Instant.EPOCH,
        Optional.empty());
  }
}
