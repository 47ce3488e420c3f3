package io.messageservice.application.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.memory.ReadSide;
import io.messageservice.application.presence.PresenceAudience;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.SharedWire;
import io.messageservice.application.world.World;
import io.messageservice.application.world.Worlds;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What other nodes have stored and are about to tell is waited for a little, since to read it costs
 * more; what does not come is read.
 */
class ReorderingTest {

  /** Longer than anything is waited for, shorter than nothing is waited for after that. */
  private static final long A_WHILE_MILLIS = 60;

  private final Random random = new Random(3);
  private final SharedWire wire = new SharedWire(random);
  private final InMemoryStore store = new InMemoryStore(random);
  private int pagesRead;
  private final ReadSide history = counted(store.history());
  private final World here = world("here");
  private final World there = world("there");
  private final Worlds both = new Worlds(here, there);
  private final Person ann = here.person("ann");
  private final Person bob = there.person("bob");

  @BeforeEach
  void joinAndSayOneThing() {
    List.of(ann, bob).forEach(Person::come);
    both.settle();
    List.of(ann, bob).forEach(person -> person.join("c"));
    List.of(ann, bob).forEach(person -> person.join("d"));
    both.settle();
    ann.send("c", "first");
    ann.send("d", "first");
    both.settle();
    List.of(ann, bob).forEach(person -> person.moments.clear());
    pagesRead = 0;
    wire.held = true;
  }

  @Test
  void whoStoredSomethingBehindWhatOthersStoredWaitsToHearIt() {
    ann.send("c", "two");
    both.settle();
    bob.send("c", "three");
    both.settle();
    assertThat(heard(bob)).isEmpty();

    wire.release();
    both.settle();

    assertThat(heard(bob)).containsExactly("said 2", "sent 3");
    assertThat(heard(ann)).containsExactly("sent 2", "said 3");
    assertThat(pagesRead).isZero();
  }

  @Test
  void whatWaitsIsToldToOthersMeanwhileSoThatNobodyWaitsForEachOther() {
    ann.send("c", "two");
    bob.send("d", "two");
    both.settle();
    ann.send("d", "three");
    bob.send("c", "three");
    both.settle();

    wire.release();
    both.settle();

    assertThat(heard(ann)).containsExactlyInAnyOrder("sent 2", "said 2", "sent 3", "said 3");
    assertThat(heard(bob)).containsExactlyInAnyOrder("sent 2", "said 2", "sent 3", "said 3");
    assertThat(pagesRead).isZero();
  }

  @Test
  void whatDoesNotComeIsReadAfterAWhile() {
    ann.send("c", "two");
    both.settle();
    bob.send("c", "three");
    both.settle();

    there.pass(A_WHILE_MILLIS);

    assertThat(heard(bob)).containsExactly("said 2", "sent 3");
    assertThat(pagesRead).isEqualTo(1);
  }

  @Test
  void whatComesTooEarlyWaitsForWhatComesBeforeIt() {
    ann.send("c", "two");
    both.settle();
    ann.send("c", "three");
    both.settle();

    wire.releaseBackwards();
    both.settle();

    assertThat(heard(bob)).containsExactly("said 2", "said 3");
    assertThat(pagesRead).isZero();
  }

  @Test
  void whatComesTooEarlyWaitsForAWhileOnly() {
    ann.send("c", "two");
    both.settle();
    wire.forget();
    ann.send("c", "three");
    ann.send("c", "four");
    both.settle();
    wire.release();
    both.settle();
    assertThat(heard(bob)).isEmpty();

    there.pass(A_WHILE_MILLIS);

    assertThat(heard(bob)).containsExactly("said 2", "said 3", "said 4");
    assertThat(pagesRead).isEqualTo(1);
  }

  @Test
  void nothingIsWaitedForAfterItWasInVain() {
    whatDoesNotComeIsReadAfterAWhile();
    pagesRead = 0;

    ann.send("c", "four");
    both.settle();
    bob.send("c", "five");
    both.settle();

    assertThat(heard(bob)).containsExactly("said 2", "sent 3", "said 4", "sent 5");
    assertThat(pagesRead).isEqualTo(1);
  }

  @Test
  void whoHearsHisOwnMessageFromAnotherNodeBeforeItIsToldHereIsAnsweredWithIt() {
    Person bobElsewhere = here.person("bob");
    bobElsewhere.come();
    both.settle();
    ann.send("c", "two");
    both.settle();
    bob.send("c", "three", null, "key");
    both.settle();
    bobElsewhere.send("c", "three", null, "key");
    both.settle();

    wire.releaseBackwards();
    both.settle();

    assertThat(heard(bob)).containsExactly("said 2", "sent 3");
  }

  @Test
  void whoeverJoinsMeanwhileDoesNotHaveOwnMessagesToldBeforeTheirAnswers() {
    Person bobElsewhere = here.person("bob");
    Person eve = there.person("eve");
    List.of(bobElsewhere, eve).forEach(Person::come);
    for (int i = 0; i < 100; i++) {
      ann.send("c", "other " + i);
      both.settle();
      eve.join("c");
      bob.send("c", "own " + i, null, "key " + i);
      both.settle();
      bobElsewhere.send("c", "own " + i, null, "key " + i);
      both.settle();
      wire.release();
      both.settle();
      there.pass(A_WHILE_MILLIS);
      eve.leave("c");
      both.settle();
      here.pass(2_000);
      there.pass(2_000);
      both.settle();
      wire.held = true;
    }

    assertThat(bob.moments.stream().map(Person.Moment::seq)).doesNotHaveDuplicates();
  }

  @Test
  void whoBeginsToTakePartBehindWhatIsHeardAndStoredHearsAllInBetween() {
    Person eve = there.person("eve");
    eve.come();
    both.settle();
    for (int i = 0; i < 40; i++) {
      String room = "e" + i;
      wire.held = false;
      List.of(ann, bob).forEach(person -> person.join(room));
      both.settle();
      ann.send(room, "one");
      both.settle();
      wire.held = true;
      Person newcomer = here.person("newcomer " + i);
      newcomer.come();
      newcomer.send(room, "two"); // others must look who takes part when they hear it
      both.settle();
      bob.send(room, "three");
      eve.send(room, "four");
      both.settle();

      wire.release();
      both.settle();

      List<Long> seen =
          eve.moments.stream()
              .filter(moment -> moment.room().equals(room))
              .map(Person.Moment::seq)
              .toList();
      assertThat(seen).as(room).isEqualTo(LongStream.rangeClosed(seen.get(0), 4).boxed().toList());
    }
  }

  private static List<String> heard(Person person) {
    return person.moments.stream().map(moment -> moment.what() + " " + moment.seq()).toList();
  }

  private World world(String name) {
    return new World(
        random.nextLong(),
        World.policy(PresenceAudience.EVERYONE, 1_000),
        history,
        store.ledgerOf(name),
        wire.endOf(name));
  }

  private ReadSide counted(ReadSide stored) {
    return (ReadSide)
        Proxy.newProxyInstance(
            ReadSide.class.getClassLoader(),
            new Class<?>[] {ReadSide.class},
            (proxy, method, arguments) -> {
              pagesRead += method.getName().equals("missed") ? 1 : 0;
              try {
                return method.invoke(stored, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
