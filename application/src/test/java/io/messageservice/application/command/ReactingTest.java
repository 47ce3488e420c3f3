package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.in.message.SendMessage.About;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.domain.message.Mentions;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.MessageType;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.message.ReplyTo;
import io.messageservice.domain.user.UserId;
import io.messageservice.domain.view.ResumePoint;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reactions, what a message is beside its content, and events of clients. */
class ReactingTest extends OneNode {

  private MessageId sent(Person sender, String room, String text) {
    sender.send(room, text);
    world.settle();
    List<Message> all = sender.fetch(room);
    List<String> unused = sender.drain();
    return all.get(all.size() - 1).id();
  }

  @Test
  void reactionIsSentToEverybodyAndAnsweredToWhoReacts() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    MessageId message = sent(ann, "c", "hello");
    bob.hears();

    bob.react(message, "+1").react(message, "+1");

    assertThat(bob.hears()).containsExactly("done ++1 bob 1 r2 of 1", "already ++1 bob 1 r2 of 1");
    assertThat(ann.hears()).containsExactly("reacted ++1 bob 1 r2 of 1");
    ann.react(message, "+1");
    world.settle();
    bob.takeBack(message, "+1").takeBack(message, "+1");

    assertThat(ann.hears()).containsExactly("done ++1 ann 1 r3 of 2", "reacted -+1 bob 1 r4 of 1");
    assertThat(bob.hears())
        .containsExactly(
            "reacted ++1 ann 1 r3 of 2", "done -+1 bob 1 r4 of 1", "already -+1 bob 1 r4 of 1");
    assertThat(bob.fetch("c").get(0).reactions())
        .extracting(counted -> counted.reaction() + " " + counted.count() + counted.first())
        .containsExactly("+1 1[ann]");
  }

  @Test
  void strangersAndDeletedMessagesTakeNoReactions() {
    Person ann = here("ann");
    Person eve = here("eve");
    inRoom("c", ann);
    MessageId message = sent(ann, "c", "hello");

    eve.react(message, "+1");
    ann.react(message, "+1").delete(message).react(message, "-1").takeBack(message, "+1");

    assertThat(eve.hears()).containsExactly("refused NOT_FOUND");
    assertThat(ann.hears())
        .containsExactly(
            "done ++1 ann 1 r2 of 1", "done 1 r3 deleted", "refused CONFLICT", "refused CONFLICT");
    assertThat(ann.fetch("c").get(0).reactions()).isEmpty();
  }

  @Test
  void messageHasSoManyDifferentReactionsAtMost() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    MessageId message = sent(ann, "c", "hello");
    for (int i = 0; i < ReactionState.MAX_DIFFERENT; i++) {
      ann.react(message, "r" + i);
    }
    ann.hears();
    bob.hears();

    bob.react(message, "one more").react(message, "r7");

    assertThat(bob.hears()).containsExactly("refused TOO_LARGE", "done +r7 bob 1 r22 of 2");
  }

  @Test
  void whoComesBackIsSentTheMessageWithItsReactions() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId message = sent(ann, "c", "one");
    ann.react(message, "+1").react(message, "-1").takeBack(message, "+1");
    world.settle();

    Person bob = here("bob");
    ResumePoint point = new ResumePoint(1, OptionalLong.of(1), Optional.empty(), Optional.empty());
    bob.join("c", Optional.of(point));

    assertThat(bob.hears())
        .containsExactly("joined 1 recovered", "changed 1 r4 one", "caught up 1 r4");
  }

  @Test
  void editKeepsReactions() {
    Person ann = here("ann");
    inRoom("c", ann);
    MessageId message = sent(ann, "c", "one");

    ann.react(message, "+1").edit(message, "1");
    world.settle();

    assertThat(ann.fetch("c").get(0).reactions()).hasSize(1);
  }

  @Test
  void replyNamesTheMessageAndMentionsOnlyWhoTakesPart() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    MessageId first = sent(ann, "c", "one");
    bob.hears();

    ann.sendAbout("c", "two", about("poll", first, "bob", "eve"));

    assertThat(ann.hears()).containsExactly("sent 2");
    Message reply = ann.fetch("c").get(1);
    assertThat(reply.attributes().replyTo()).contains(new ReplyTo(first, 1));
    assertThat(reply.attributes().mentions().users()).containsExactly(new UserId("bob"));
    assertThat(reply.attributes().type()).contains(new MessageType("poll"));
  }

  @Test
  void whatUsersMayNotSay() {
    Person ann = here("ann");
    inRoom("c", ann);
    inRoom("d", ann);
    MessageId other = sent(ann, "d", "elsewhere");

    ann.sendAbout("c", "x", about("System.note", null));
    ann.sendAbout("c", "x", about("text", other));
    ann.sendAbout("c", "x", new About(Optional.empty(), Optional.empty(), Mentions.EVERYBODY));

    assertThat(ann.hears())
        .containsExactly("refused FORBIDDEN", "refused NOT_FOUND", "refused FORBIDDEN");
  }

  private static About about(String type, @Nullable MessageId replyTo, String... mentioned) {
    return new About(
        Optional.of(new MessageType(type)),
        Optional.ofNullable(replyTo),
        new Mentions(false, List.of(mentioned).stream().map(UserId::new).toList()));
  }

  @Test
  void eventsGoToTheRoomOnly() {
    Person ann = here("ann");
    Person annToo = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, annToo, bob);
    Person eve = here("eve");
    eve.join("c").leave("c");
    eve.hears();
    annToo.hears();
    bob.hears();
    ann.hears();

    ann.sendEvent("c", "wave");
    eve.sendEvent("c", "wave");

    assertThat(ann.hears()).containsExactly("event sent");
    assertThat(annToo.hears()).containsExactly("custom ann wave {}");
    assertThat(bob.hears()).containsExactly("custom ann wave {}");
    assertThat(eve.hears()).containsExactly("refused FORBIDDEN");
  }
}
