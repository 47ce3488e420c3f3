package io.messageservice.application.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationChangedTest {

  private static final UserId STRANGER = new UserId("stranger");

  @Test
  void aChangeOfMoreUsersThanAreNamedIsPersonalForEverybody() {
    ConversationChanged some = ConversationChanged.between(Optional.empty(), group(100));
    ConversationChanged many = ConversationChanged.between(Optional.empty(), group(101));

    assertThat(some.unnamed()).isFalse();
    assertThat(some.isPersonalFor(STRANGER)).isFalse();
    assertThat(many.unnamed()).isTrue();
    assertThat(many.isPersonalFor(STRANGER)).isTrue();
    assertThat(many.participants().joined()).hasSize(101);
  }

  @Test
  void severalChangesAsOneKeepTheRoleOfTheReceiver() {
    Conversation group = group(2);
    ConversationChanged added = ConversationChanged.between(Optional.empty(), group);
    ConversationChanged later =
        ConversationChanged.between(Optional.of(group), group.with(STRANGER));

    ConversationChanged both = added.withOwn(Role.MEMBER).and(later);
    assertThat(both.unnamed()).isTrue();
    assertThat(both.own()).contains(Role.MEMBER);
    assertThat(both.and(later.withOwn(Role.OWNER)).own()).contains(Role.OWNER);
  }

  private static Conversation group(int users) {
    List<UserId> all = IntStream.range(0, users).mapToObj(i -> new UserId("u" + i)).toList();
    return Conversation.begin(new ConversationId("g"), Kind.GROUP, Participants.NONE).with(all);
  }
}
