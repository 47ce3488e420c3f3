package io.messageservice.domain.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order, receivers are what a model finds by looking at everything.
 */
class RoomsModelTest {

  private static final int STEPS = 20_000;

  private record Socket(UserId user, int number) {}

  private final Rooms<Socket> rooms = new Rooms<>(Socket::user);
  private final List<Socket> open = new ArrayList<>();
  private final Map<ConversationId, Set<Socket>> inside = new HashMap<>();
  private final List<Conversation> conversations = new ArrayList<>();
  private int sockets;

  /** With 6 users all conversations are small; with 40 most are larger than what is looked up. */
  @ParameterizedTest
  @ValueSource(ints = {6, 12, 40})
  void receiversAreAlwaysThoseOfTheModel(int users) {
    Random random = new Random(users);
    for (int i = 0; i < 300; i++) {
      Participants few = Participants.of(List.of(user(random, users)));
      conversations.add(Conversation.begin(new ConversationId("c" + i), Kind.OPEN, few));
    }

    for (int step = 0; step < STEPS; step++) {
      step(random, users);
      // a few are hot, so that kept sets live; the rest pushes them out
      int index = random.nextInt(4) > 0 ? random.nextInt(4) : random.nextInt(conversations.size());
      Conversation conversation = conversations.get(index);
      List<Socket> receivers = List.copyOf(rooms.receivers(conversation));
      Set<Socket> each = new HashSet<>(receivers);
      assertThat(each.size()).as("each once, step %d", step).isEqualTo(receivers.size());
      assertThat(each.equals(model(conversation))).as("users %d step %d", users, step).isTrue();
    }

    List.copyOf(open).forEach(this::close);
    assertThat(rooms.size()).isZero();
    assertThat(rooms.everyone()).isEmpty();
    assertThat(rooms.usersHere()).isEmpty();
    conversations.forEach(conversation -> assertThat(rooms.receivers(conversation)).isEmpty());
  }

  private void step(Random random, int users) {
    int index = random.nextInt(3) > 0 ? random.nextInt(4) : random.nextInt(conversations.size());
    Conversation conversation = conversations.get(index);
    switch (random.nextInt(10)) {
      case 0, 1 -> open(new Socket(user(random, users), sockets++));
      case 2 -> {
        pick(random).ifPresent(this::close);
        pick(random).filter(socket -> open.size() > 50).ifPresent(this::close);
      }
      case 3, 4 -> pick(random).ifPresent(socket -> enter(conversation.id(), socket));
      case 5 -> pick(random).ifPresent(socket -> leave(conversation.id(), socket));
      case 6, 7, 8 -> conversations.set(index, conversation.with(user(random, users)));
      default -> shrink(random, index, users);
    }
  }

  private void shrink(Random random, int index, int users) {
    Conversation fewer = conversations.get(index).without(user(random, users));
    conversations.set(index, fewer);
    if (random.nextBoolean()) {
      rooms.evict(fewer.id(), fewer.participants());
      Set<Socket> room = inside.getOrDefault(fewer.id(), new HashSet<>());
      room.removeIf(socket -> !fewer.has(socket.user()));
    }
  }

  private void open(Socket socket) {
    rooms.open(socket);
    open.add(socket);
  }

  private void close(Socket socket) {
    rooms.close(socket);
    open.remove(socket);
    inside.values().forEach(room -> room.remove(socket));
  }

  private void enter(ConversationId room, Socket socket) {
    assertThat(rooms.enter(room, socket)).isTrue();
    inside.computeIfAbsent(room, id -> new HashSet<>()).add(socket);
  }

  private void leave(ConversationId room, Socket socket) {
    rooms.leave(room, socket);
    inside.getOrDefault(room, new HashSet<>()).remove(socket);
  }

  private Set<Socket> model(Conversation conversation) {
    Set<Socket> all = new HashSet<>(inside.getOrDefault(conversation.id(), Set.of()));
    open.stream().filter(socket -> conversation.has(socket.user())).forEach(all::add);
    return all;
  }

  private Optional<Socket> pick(Random random) {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
  }

  private static UserId user(Random random, int users) {
    return new UserId("u" + random.nextInt(users));
  }
}
