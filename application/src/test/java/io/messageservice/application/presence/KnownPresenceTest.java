package io.messageservice.application.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.OnlineUsers;
import io.messageservice.application.world.OneNode;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.presence.Transition;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom of a conversation somebody who takes part may know to be online. */
class KnownPresenceTest extends OneNode {

  private final Online online = new Online(10);

  @Test
  void everyoneMayKnowOfEveryone() {
    Conversation room = room("ann", "bob", "eve");
    comeOnline("ann", "eve", "elsewhere");

    OnlineUsers present = among("ann", room, PresenceAudience.EVERYONE);

    assertThat(present.count()).isEqualTo(2);
    assertThat(present.named()).containsExactlyInAnyOrder(new UserId("ann"), new UserId("eve"));
  }

  @Test
  void amongContactsOthersOfAnOpenConversationAreNotKnown() {
    direct("ann", "bob");
    Conversation room = room("ann", "bob", "eve");
    comeOnline("ann", "bob", "eve");

    OnlineUsers present = among("ann", room, PresenceAudience.CONTACTS);

    assertThat(present.count()).isEqualTo(2);
    assertThat(present.named()).containsExactlyInAnyOrder(new UserId("ann"), new UserId("bob"));
  }

  @Test
  void whereNobodyElseIsOnlineContactsAreNotLookedUp() {
    direct("ann", "bob");
    Conversation room = room("ann", "bob", "eve");
    comeOnline("ann", "elsewhere");
    world.storeIsDown(true);

    OnlineUsers present = among("ann", room, PresenceAudience.CONTACTS);

    assertThat(present.count()).isEqualTo(1);
    assertThat(present.named()).containsExactly(new UserId("ann"));
  }

  @Test
  void partnersOfAnAnsweredDirectConversationAreKnown() {
    Conversation direct = direct("ann", "bob");
    comeOnline("ann", "bob");

    assertThat(among("ann", direct, PresenceAudience.CONTACTS).count()).isEqualTo(2);
  }

  @Test
  void whoWritesUnaskedDoesNotKnowWhetherTheOtherIsOnline() {
    Conversation direct = unanswered("eve", "bob", "unasked");
    comeOnline("eve", "bob");

    for (String user : List.of("eve", "bob")) {
      OnlineUsers present = among(user, direct, PresenceAudience.CONTACTS);
      assertThat(present.named()).containsExactly(new UserId(user));
      assertThat(present.count()).isEqualTo(1);
    }
    assertThat(among("eve", direct, PresenceAudience.EVERYONE).count()).isEqualTo(2);
  }

  @Test
  void contactsAreKnownInEachOfTheirDirectConversations() {
    direct("ann", "bob");
    Conversation another = unanswered("ann", "bob", "another");
    comeOnline("ann", "bob");

    assertThat(among("ann", another, PresenceAudience.CONTACTS).count()).isEqualTo(2);
  }

  @Test
  void theCallerCountsAlsoBeforeOthersAreToldOfHim() {
    Conversation room = room("ann", "bob");

    OnlineUsers present = among("ann", room, PresenceAudience.CONTACTS);

    assertThat(present.count()).isEqualTo(1);
    assertThat(present.named()).containsExactly(new UserId("ann"));
  }

  @Test
  void allAreCountedButAHundredNamed() {
    List<UserId> users = IntStream.range(0, 101).mapToObj(i -> new UserId("user" + i)).toList();
    users.forEach(user -> comeOnline(user.value()));
    Conversation room =
        Conversation.begin(new ConversationId("room"), Kind.OPEN, Participants.of(users));

    OnlineUsers present = among("user1", room, PresenceAudience.EVERYONE);

    assertThat(present.count()).isEqualTo(101);
    assertThat(present.named()).hasSize(100).doesNotHaveDuplicates();
  }

  private OnlineUsers among(String caller, Conversation conversation, PresenceAudience audience) {
    return new KnownPresence(
            online, audience, world.history, new KnownBlocks(world.history, () -> 0))
        .among(world.person(caller), conversation);
  }

  private Conversation room(String... users) {
    for (String user : users) {
      world.person(user).send("room", "hello");
    }
    return stored("room");
  }

  private Conversation direct(String one, String other) {
    unanswered(one, other, "direct");
    world.person(other).send("direct", "hello too");
    return stored("direct");
  }

  private Conversation unanswered(String one, String other, String id) {
    world.person(one).sendTo(other, id, "hello");
    return stored(id);
  }

  private Conversation stored(String id) {
    world.settle();
    return world.history.conversation(new ConversationId(id)).orElseThrow();
  }

  private void comeOnline(String... users) {
    for (String user : users) {
      online.changed(new Transition(new UserId(user), new DisplayName(user), true));
    }
  }
}
