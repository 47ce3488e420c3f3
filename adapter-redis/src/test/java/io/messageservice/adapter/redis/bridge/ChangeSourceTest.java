package io.messageservice.adapter.redis.bridge;

import static io.messageservice.application.port.out.GroupCommands.createGroup;
import static io.messageservice.application.port.out.GroupCommands.rename;
import static io.messageservice.application.port.out.GroupCommands.setRole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.messageservice.application.memory.InMemoryStore;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.History.Page;
import io.messageservice.application.port.out.Ledger;
import io.messageservice.application.port.out.StoreContract;
import io.messageservice.application.port.out.StoreUnavailable;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.message.Message;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeSourceTest extends StoreContract {

  private final InMemoryStore store = new InMemoryStore(new Random(1));
  private final List<StreamEvent> events = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private RuntimeException fault = new IllegalStateException("garbage");

  private final ChangeSource source =
      new ChangeSource(
          store.history(),
          history(),
          new EventStreamEvents() {
            @Override
            public void lost(String log, long entries) {
              lost.add(log + " " + entries);
            }
          });

  @Override
  protected Ledger ledger() {
    return store.ledger();
  }

  /** Of which messages of one conversation cannot be read. */
  @Override
  protected History history() {
    return (History)
        Proxy.newProxyInstance(
            History.class.getClassLoader(),
            new Class<?>[] {History.class},
            (proxy, method, arguments) -> {
              if (method.getReturnType() == Page.class && ROOM.equals(arguments[0])) {
                throw fault;
              }
              return method.invoke(store.history(), arguments);
            });
  }

  @Test
  void conversationThatCannotBeReadDoesNotKeepOthersFromTheStream() {
    commit(say(ROOM, ALICE, "garbled"));
    commitAll(List.of(mark(ROOM, BOB, 1)));
    commit(say(OTHER, ALICE, "one"));

    EventSource.Step step = source.read("", events::add);

    assertThat(events)
        .extracting(StreamEvent::type)
        .containsExactlyInAnyOrder("eventsLost", "participantsChanged", "messageStored");
    assertThat(lost).containsExactly("conversations 2");
    assertThat(source.read(step.position(), events::add).position()).isEqualTo(step.position());
    assertThat(events).hasSize(3);
  }

  @Test
  void changedMessageIsWrittenAsItIsByNowAndADeletedOneIsLeftOut() {
    commit(say(OTHER, ALICE, "zero"));
    Message one = commit(say(OTHER, ALICE, "one"));
    Message two = commit(say(OTHER, ALICE, "two"));
    String position = source.read("", event -> {}).position();
    commit(say(OTHER, ALICE, "three"));
    commitAll(List.of(edit(one, "ONE"), delete(two)));

    EventSource.Step step = source.read(position, events::add);
    EventSource.Step again = source.read("", events::add);

    assertThat(again.position()).isEqualTo(step.position());
    assertThat(events)
        .filteredOn(event -> event.type().equals("messageStored"))
        .extracting(event -> event.data().replaceAll(".*\"content\":\"(\\w*)\".*", "$1"))
        .containsExactly("three", "zero", "ONE", "three");
    assertThat(lost).isEmpty();
  }

  @Test
  void reactionsWriteNothingAndMessagesAreWrittenWithAllThatTheyHave() {
    Message one = commit(say(OTHER, ALICE, "one", typed("system.joined")));
    String position = source.read("", event -> {}).position();

    commitAll(List.of(react(one, BOB, "+1")));
    EventSource.Step step = source.read(position, events::add);
    assertThat(events).isEmpty();

    commit(say(OTHER, ALICE, "two"));
    assertThat(source.read(step.position(), events::add).position())
        .isEqualTo(source.read("", events::add).position());
    assertThat(events)
        .filteredOn(event -> event.type().equals("messageStored"))
        .extracting(StreamEvent::data)
        .satisfiesExactly(
            two -> assertThat(two).contains("\"two\"", "\"rev\":3"),
            first ->
                assertThat(first)
                    .contains("\"type\":\"system.joined\"", "\"reactions\":[{", "\"rev\":2"),
            two -> assertThat(two).contains("\"two\""));
    assertThat(lost).isEmpty();
  }

  @Test
  void ofGroupsOnlyWhoComesAndGoesIsWritten() {
    commitAll(List.of(createGroup(OTHER, ConversationData.NONE, ALICE, BOB)));
    commitAll(List.of(setRole(OTHER, BOB, Role.OWNER)));
    commitAll(List.of(rename(OTHER, "title")));
    commitAll(List.of(leave(OTHER, BOB)));

    EventSource.Step unused = source.read("", events::add);

    assertThat(events)
        .extracting(StreamEvent::data)
        .satisfiesExactly(
            began -> assertThat(began).contains("\"came\":["),
            left -> assertThat(left).contains("\"left\":[\"bob\"]"));
  }

  @Test
  void whatTheStoreCannotAnswerNowIsReadLater() {
    fault = new StoreUnavailable("away", new IllegalStateException("unplugged"));
    commit(say(ROOM, ALICE, "one"));

    assertThatThrownBy(() -> source.read("", events::add)).isSameAs(fault);

    assertThat(lost).isEmpty();
  }
}
