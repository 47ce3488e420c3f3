package io.messageservice.application.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.messageservice.application.event.Event;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.Cluster;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.Shard;
import io.messageservice.application.port.out.Signal;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.application.port.out.Topic;
import io.messageservice.domain.conversation.Access;
import io.messageservice.domain.conversation.AccessPolicy;
import io.messageservice.domain.conversation.Admission;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.message.Draft;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageContent;
import io.messageservice.domain.message.NewMessage;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever is stored, in whatever way, is told once, in order, without a hole. */
class GateTest {

  private static final ConversationId C = new ConversationId("c");
  private static final UserId ANN = new UserId("ann");
  private static final UserId BOB = new UserId("bob");

  private final InMemoryStore store = new InMemoryStore(new Random(1));
  private final Encoder encoder = Said::new;
  private final Shard shard = new Here();
  private final Listener listener = new Listener();
  private boolean storeDown;
  private final History history = readable(store.history());
  private final Halls halls =
      new Halls(List.of(shard), encoder, (request, to, then) -> {}, Faults.NONE);
  private final Delivery delivery = new Delivery(halls, Cluster.ALONE, Faults.NONE);
  private Gate gate = gate(Watches.ofAll(), changed -> {});

  private record Said(Event event) implements Encoder.Encoded {
    @Override
    public int sizeBytes() {
      return 1;
    }
  }

  private Gate gate(Watches watches, Consumer<Conversation> changed) {
    Past past = new Past(history);
    Audience audience = new Audience(history, past, watches, changed);
    return new Gate(history, past, encoder, watches, audience);
  }

  GateTest() {
    halls.of(shard).rooms().open(listener);
  }

  @Test
  void whatComesNextIsTold() {
    pass(say(1));
    pass(say(1));

    assertThat(listener.heard).containsExactly(1L, 2L);
  }

  @Test
  void whatIsMissingIsToldFirst() {
    pass(say(1));
    say(3);

    pass(say(1));

    assertThat(listener.heard).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void whatWasToldIsNotToldAgain() {
    Stored first = say(1);
    Stored second = say(1);
    pass(first);
    pass(say(1));

    pass(second);
    pass(first);
    compare();

    assertThat(listener.heard).containsExactly(1L, 2L, 3L);
  }

  @Test
  void comparisonTellsWhatNobodyTold() {
    pass(say(1));
    say(500);

    compare();

    assertThat(listener.heard).isEqualTo(LongStream.rangeClosed(1, 501).boxed().toList());
  }

  @Test
  void whatWasStoredBeforeIsNobodysToTell() {
    say(3);
    gate = gate(Watches.ofAll(), changed -> {});

    compare();
    pass(say(1));

    assertThat(listener.heard).containsExactly(4L);
  }

  @Test
  void comparisonThatCannotReadLeavesTheDoubtAndIsMadeGoodLater() {
    pass(say(1));
    say(1);
    gate.doubt();
    storeDown = true;

    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(this::compare);
    assertThat(gate.isInDoubt()).isTrue();

    storeDown = false;
    compare();
    assertThat(gate.isInDoubt()).isFalse();
    assertThat(listener.heard).containsExactly(1L, 2L);
  }

  @Test
  void whatIsHeldIsNotOvertakenWhereNothingIsWaitedFor() {
    pass(say(1));
    Stored own = say(1);
    Stored other = say(1);
    gate.early().setPatient(false);
    gate.early().hold(Map.of(C, own.message().seq()));

    hear(other);
    assertThat(listener.heard).containsExactly(1L);

    gate.early().release();
    pass(own);
    gate.follow(C, delivery);
    delivery.flush();
    assertThat(listener.heard).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatWasStoredBeforeOthersCameDoesNotPutThemOut() {
    List<Conversation> changed = new ArrayList<>();
    Cluster cluster = new Cluster(new Deaf(), Optional.empty());
    Watches watches = new Watches(cluster, Runnable::run, InstantSource.system());
    gate = gate(watches, changed::add);
    boolean unused = watches.opened(watches.opening(ANN));
    watches.takesPart(ANN, C);
    Stored mine = say(1);
    Conversation now = say(BOB).conversation();
    Optional<Conversation> known = gate.audience().current(C, now.accessVersion(), delivery);
    assertThat(known).contains(now);
    changed.clear();

    gate.audience().learn(mine.conversation(), Optional.of(mine.conversation()), delivery);

    assertThat(changed).allMatch(conversation -> conversation.has(BOB));
    assertThat(watches.known(C)).contains(now);
  }

  /** Others never say anything. */
  private static final class Deaf implements ClusterBus {

    @Override
    public void listen(ClusterBus.Listener nobody) {}

    @Override
    public void publish(List<Signal> signals) {}

    @Override
    public void watch(Collection<Topic> topics, Runnable confirmed) {}

    @Override
    public void unwatch(Collection<Topic> topics) {}
  }

  private record Stored(Conversation conversation, Message message) {}

  private void pass(Stored stored) {
    gate.pass(
        stored.conversation(),
        stored.message().seq(),
        Set.of(),
        encoder.encode(new Event.MessageSaid(stored.message())),
        null,
        delivery);
    delivery.flush();
  }

  private void hear(Stored stored) {
    Conversation conversation = stored.conversation();
    Message message = stored.message();
    gate.passHeard(
        conversation,
        new Signal.Said(
            C,
            message.seq(),
            conversation.accessVersion(),
            message.createdAt(),
            Set.of(),
            encoder.encode(new Event.MessageSaid(message)),
            gate.epoch()),
        delivery);
    delivery.flush();
  }

  private void compare() {
    try {
      gate.compare(delivery);
    } finally {
      delivery.flush();
    }
  }

  /** Stores so many messages; the last one. */
  private Stored say(int count) {
    List<Stored> said = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      said.add(say(ANN));
    }
    return said.get(count - 1);
  }

  private Stored say(UserId user) {
    Ledger.Decider<Conversation> saying = records -> saying(user, records);
    Ledger.Outcome.Done done = (Ledger.Outcome.Done) store.ledger().commit(List.of(saying)).get(0);
    return new Stored((Conversation) done.result(), done.message().orElseThrow());
  }

  private static Decision<Conversation> saying(UserId user, Ledger.Records records) {
    Access access = new Access(AccessPolicy.OPEN, 10);
    Admission.Granted granted = (Admission.Granted) access.enter(records.conversation(C), C, user);
    Draft draft = new Draft(granted.voice(), MessageContent.of("x"), Optional.empty());
    NewMessage message = NewMessage.in(granted.conversation(), draft, Instant.EPOCH);
    Conversation after = granted.conversation().after(message.seq(), message.createdAt());
    return Decision.said(after, after, message);
  }

  private History readable(History stored) {
    return (History)
        Proxy.newProxyInstance(
            History.class.getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              if (storeDown) {
                throw new StoreUnavailable("down", new IllegalStateException("unplugged"));
              }
              try {
                return method.invoke(stored, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static final class Here implements Shard {
    @Override
    public int index() {
      return 0;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  private final class Listener implements Connection {
    private final List<Long> heard = new ArrayList<>();

    @Override
    public void push(Encoder.Encoded event) {
      if (((Said) event).event() instanceof Event.MessageSaid said) {
        heard.add(said.message().seq());
      }
    }

    @Override
    public void whenDrained(Runnable task) {
      throw new AssertionError("nothing is replayed here");
    }

    @Override
    public UserId user() {
      return ANN;
    }

    @Override
    public DisplayName name() {
      return new DisplayName("Ann");
    }

    @Override
    public Shard shard() {
      return shard;
    }
  }
}
