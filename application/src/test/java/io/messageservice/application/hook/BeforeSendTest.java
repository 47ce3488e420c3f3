package io.messageservice.application.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.port.out.BeforeSend;
import io.messageservice.application.port.out.BeforeSend.Answer;
import io.messageservice.application.port.out.BeforeSend.Answer.Accepted;
import io.messageservice.application.port.out.BeforeSend.Answer.Rejected;
import io.messageservice.application.world.OneNode;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.Requester;
import io.messageservice.application.world.World;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageEdit;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.outcome.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hook is asked before a message is stored, and what becomes of its answers. */
class BeforeSendTest extends OneNode {

  private static final Answer NO = new Rejected(Refusal.rejected("no"));

  /** What was asked and is not answered yet. */
  private final Deque<Asked> asked = new ArrayDeque<>();

  private final BeforeSend hook = (question, answer) -> asked.add(new Asked(question, answer));

  private record Asked(BeforeSend.Question question, Consumer<Answer> answer) {
    String text() {
      return question.content().text();
    }

    void yes() {
      answer.accept(Accepted.UNCHANGED);
    }
  }

  @BeforeEach
  void ask() {
    world = World.asking(hook, 1_000);
  }

  @AfterEach
  void nothingIsUnfinished() {
    assertThat(asked).isEmpty();
    assertThat(world.useCases.commands().unfinished()).isZero();
  }

  private Asked next() {
    world.settle();
    return asked.remove();
  }

  private static Answer changed(String text) {
    return new Accepted(
        new MessageEdit(
            Optional.of(text), Optional.empty(), Optional.empty(), OptionalLong.empty()));
  }

  private MessageId sent(Person sender, String text) {
    sender.send("c", text);
    next().yes();
    world.settle();
    List<Message> all = sender.fetch("c");
    world.forget();
    return all.get(all.size() - 1).id();
  }

  @Test
  void acceptedMessagesAreStoredInTheOrderInWhichTheyWereAskedAbout() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);

    ann.send("c", "a").send("c", "b").send("c", "c");
    Asked first = next();
    Asked second = next();
    next().yes();
    second.yes();
    assertThat(bob.hears()).isEmpty();
    assertThat(world.useCases.commands().unfinished()).isEqualTo(3);
    first.yes();

    assertThat(bob.hears()).containsExactly("said ann 1 a", "said ann 2 b", "said ann 3 c");
    assertThat(ann.hears()).containsExactly("sent 1", "sent 2", "sent 3");
  }

  @Test
  void rejectionIsAnsweredInItsPlace() {
    Person ann = here("ann");
    inRoom("c", ann);

    ann.send("c", "a").send("c", "b").send("c", "c");
    Asked first = next();
    next().answer().accept(NO);
    next().yes();
    first.yes();

    assertThat(ann.hears()).containsExactly("sent 1", "refused REJECTED", "sent 2");
  }

  @Test
  void rejectionIsOneAlsoWhereTheStoreIsDown() {
    Person ann = here("ann");
    ann.send("c", "a");
    Asked asking = next();

    world.storeIsDown(true);
    asking.answer().accept(NO);

    assertThat(ann.hears()).containsExactly("refused REJECTED");
    world.storeIsDown(false);
    world.broken.clear();
  }

  @Test
  void changedMessageIsStored() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);

    ann.send("c", "darn");
    next().answer().accept(changed("d***"));

    assertThat(bob.hears()).containsExactly("said ann 1 d***");
    assertThat(ann.hears()).containsExactly("sent 1");
  }

  @Test
  void retryIsAskedAboutAgainAndComparedAsItIsChanged() {
    Person ann = here("ann");
    ann.send("c", "darn", null, "k");
    next().answer().accept(changed("d***"));

    ann.send("c", "darn", null, "k");
    Asked again = next();
    assertThat(again.question().key()).isPresent();
    again.answer().accept(changed("d***"));
    ann.send("c", "darn", null, "k");
    next().yes();

    assertThat(ann.hears()).containsExactly("sent 1", "sent again 1", "refused INVALID_PAYLOAD");
  }

  @Test
  void ofOneConnectionSixteenAreAskedAboutAtOnce() {
    Person ann = here("ann");
    Person bob = here("bob");
    for (int i = 0; i < 20; i++) {
      ann.send("c", "m" + i);
    }
    bob.send("b", "mine");
    world.settle();
    assertThat(asked).hasSize(AskedInOrder.MAX_ASKED + 1);

    while (!asked.isEmpty()) {
      next().yes();
      world.settle();
    }

    assertThat(ann.hears()).hasSize(20).startsWith("sent 1", "sent 2").endsWith("sent 20");
    assertThat(bob.hears()).containsExactly("sent 1");
  }

  @Test
  void anyOrderOfAnswersKeepsTheOrderOfMessages() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      ann.send("c", Integer.toString(i));
    }
    world.settle();

    while (!asked.isEmpty()) {
      List<Asked> all = new ArrayList<>(asked);
      asked.clear();
      Collections.shuffle(all, random);
      all.forEach(Asked::yes);
      world.settle();
    }

    List<String> heard = bob.hears();
    assertThat(heard).hasSize(200);
    for (int i = 0; i < 200; i++) {
      assertThat(heard.get(i)).isEqualTo("said ann " + (i + 1) + " " + i);
    }
    assertThat(ann.hears()).hasSize(200);
  }

  @Test
  void nobodyIsAskedAboutWhatAServiceSends() {
    Requester service = world.service("ann");
    Requester inTheNameOfBob = world.request("bob");

    service.send("c", "hello");
    inTheNameOfBob.sendForService("c", "hello too");
    world.settle();

    assertThat(service.answers()).hasSize(1).allMatch(answer -> answer.startsWith("sent"));
    assertThat(inTheNameOfBob.answers()).hasSize(1).allMatch(answer -> answer.startsWith("sent"));
  }

  @Test
  void requestsOfOneUserDoNotWaitForEachOther() {
    Requester first = world.request("ann");
    Requester second = world.request("ann");
    first.send("c", "a");
    second.send("c", "b");
    Asked slow = next();

    next().yes();
    world.settle();
    assertThat(second.answers()).containsExactly("sent 1");
    slow.answer().accept(NO);
    world.settle();

    assertThat(first.answers()).containsExactly("refused REJECTED");
  }

  @Test
  void whatWasAskedForByAConnectionThatIsClosedIsCarriedOut() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);

    ann.send("c", "bye");
    Asked asking = next();
    ann.go();
    world.settle();
    asking.yes();
    world.settle();

    assertThat(bob.fetch("c"))
        .extracting(message -> message.content().text())
        .containsExactly("bye");
  }

  @Test
  void hookThatBreaksIsAFaultAndTheNextIsAsked() {
    boolean[] breaks = {true};
    world =
        World.asking(
            (question, answer) -> {
              if (breaks[0]) {
                throw new IllegalStateException("broken");
              }
              answer.accept(Accepted.UNCHANGED);
            },
            1_000);
    Person ann = here("ann");

    ann.send("c", "a");
    assertThat(ann.hears()).containsExactly("refused INTERNAL");
    assertThat(world.broken).hasSize(1);
    world.broken.clear();
    breaks[0] = false;
    ann.send("c", "b");

    assertThat(ann.hears()).containsExactly("sent 1");
  }

  @Test
  void whatDoesNotComeToTheLaneIsAnsweredInItsPlace() {
    Person ann = here("ann");

    ann.send("c", "a").sendTo("ann", "d", "to myself").send("c", "b");
    Asked first = next();
    next().yes();
    next().yes();
    first.yes();

    assertThat(ann.hears()).containsExactly("sent 1", "refused INVALID_PAYLOAD", "sent 2");
  }

  @Test
  void whatWaitsForAnswersIsBoundedAndCountedBySize() {
    world = World.asking(hook, 2);
    Person ann = here("ann");
    world.settle();

    ann.send("c", "a").send("c", "x".repeat(4_096));
    Asked first = next();
    Asked second = next();
    ann.send("c", "more");
    assertThat(ann.hears()).as("too much waits").containsExactly("refused OVERLOADED");
    second.yes();
    first.yes();

    assertThat(ann.hears()).containsExactly("sent 1", "sent 2");
  }

  @Test
  void editIsAskedAboutAsItWouldLeaveTheMessage() {
    Person ann = here("ann");
    Person bob = here("bob");
    inRoom("c", ann, bob);
    MessageId message = sent(ann, "helo");

    ann.edit(message, "hello");
    Asked asking = next();
    assertThat(asking.question().edited()).contains(message);
    assertThat(asking.text()).isEqualTo("hello");
    asking.answer().accept(changed("HELLO"));

    assertThat(ann.hears()).containsExactly("done 1 r2 HELLO");
    assertThat(bob.hears()).containsExactly("changed 1 r2 HELLO");
  }

  @Test
  void rejectedEditChangesNothing() {
    Person ann = here("ann");
    MessageId message = sent(ann, "hello");

    ann.edit(message, "spam");
    next().answer().accept(NO);

    assertThat(ann.hears()).containsExactly("refused REJECTED");
    assertThat(ann.fetch("c")).extracting(found -> found.content().text()).containsExactly("hello");
  }

  @Test
  void nobodyIsAskedAboutAnEditOfWhatIsNotTheirs() {
    Person ann = here("ann");
    Person bob = here("bob");
    MessageId message = sent(ann, "hello");

    bob.edit(message, "mine");
    bob.edit(new MessageId("nothing"), "mine");
    assertThat(bob.hears()).hasSize(2).allMatch(answer -> answer.startsWith("refused"));
    ann.delete(message);
    world.settle();
    world.forget();
    ann.edit(message, "again");

    assertThat(ann.hears()).hasSize(1).allMatch(answer -> answer.startsWith("conflict"));
  }

  @Test
  void editWhoseMessageCannotBeReadIsRefusedInItsPlace() {
    Person ann = here("ann");
    MessageId message = sent(ann, "hello");

    world.readersAreFull(true);
    ann.send("c", "first").edit(message, "second");
    next().yes();
    assertThat(ann.hears()).containsExactly("sent 2", "refused OVERLOADED");
    world.readersAreFull(false);
    world.storeIsDown(true);
    ann.edit(message, "third");

    assertThat(ann.hears()).containsExactly("refused UNAVAILABLE");
    world.storeIsDown(false);
    world.broken.clear();
  }
}
