package io.messageservice.application.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.application.budget.MemoryBudget;
import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.FetchMessages.Direction;
import io.messageservice.application.port.in.message.FetchMessages.Fetched;
import io.messageservice.application.port.in.message.FetchMessages.Request;
import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.reader.ClientReads;
import io.messageservice.application.reader.ReaderEnvironment;
import io.messageservice.application.world.Person;
import io.messageservice.application.world.World;
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
import io.messageservice.domain.outcome.Refusal;
import io.messageservice.domain.user.UserId;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a page holds where the conversation goes on while it is read. */
final class FetchMessagesUseCaseTest {

  private static final ConversationId ROOM = new ConversationId("room");
  private static final UserId ANN = new UserId("ann");

  private final InMemoryStore store = new InMemoryStore(new Random(1));
  private final Access access = new Access(AccessPolicy.OPEN, 100);

  @Test
  void whatIsSaidAfterAccessWasJudgedIsNotRead() {
    say();
    say();

    List<Long> backward = fetched(new Request(ROOM, Direction.BEFORE, Long.MAX_VALUE, 10));
    List<Long> forward = fetched(new Request(ROOM, Direction.AFTER, 0, 10));

    assertThat(backward).containsExactly(1L, 2L);
    assertThat(forward).containsExactly(1L, 2L, 3L);
  }

  /** Fetches while something more is said each time between the two looks into the store. */
  private List<Long> fetched(Request request) {
    World world = new World(1);
    Person ann = world.person("ann");
    List<Long> positions = new ArrayList<>();
    Reply<Fetched> reply =
        new Reply<>() {
          @Override
          public void done(Fetched fetched) {
            fetched.page().messages().stream().map(Message::seq).forEach(positions::add);
          }

          @Override
          public void refused(Refusal refusal) {
            throw new AssertionError(refusal);
          }
        };

    ReaderEnvironment around =
        new ReaderEnvironment(
            busyHistory(),
            Runnable::run,
            (delay, task) -> {},
            MemoryBudget.unlimited(),
            Faults.NONE);
    new FetchMessagesUseCase(around.history(), access, new ClientReads(around))
        .fetch(ann, request, reply);
    world.settle();

    return positions;
  }

  private History busyHistory() {
    return (History)
        Proxy.newProxyInstance(
            History.class.getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              Object found = method.invoke(store.history(), arguments);
              if (method.getName().equals("conversation")) {
                say();
              }
              return found;
            });
  }

  private void say() {
    store
        .ledger()
        .commit(
            List.of(
                records -> {
                  Admission.Granted granted =
                      (Admission.Granted)
                          access.enter(records.conversation(ROOM), ROOM, ANN, user -> false);
                  Draft draft =
                      new Draft(
                          granted.voice(),
                          new MessageContent("hello", List.of()),
                          Optional.empty());
                  Conversation room = granted.conversation();
                  NewMessage message = NewMessage.in(room, draft, Instant.EPOCH);
                  return Decision.sent(true, room.after(message.seq(), Instant.EPOCH), message);
                }));
  }
}
