package io.messageservice.application.command;

import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.CloseConnections;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.FrameWatcher;
import io.messageservice.application.port.in.ShowConnections;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.user.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Looks at the connections of a user, and closes them, each on its event loop. All event loops are
 * asked: seldom, by a person.
 */
final class ShowConnectionsUseCase implements ShowConnections, CloseConnections {

  private final EventLoopStates states;

  ShowConnectionsUseCase(EventLoopStates states) {
    this.states = states;
  }

  @Override
  public void of(UserId user, Consumer<List<Shown>> answer) {
    gather(
        state -> state.rooms().of(user).stream().map(each -> shown(state, each)).toList(),
        all -> answer.accept(oldestFirst(all)));
  }

  private static Shown shown(EventLoopState state, Connection connection) {
    Set<ConversationId> rooms = state.rooms().roomsOf(connection);
    return new Shown(
        connection.protocol(),
        connection.figures(),
        rooms.stream().limit(MAX_ROOMS).toList(),
        rooms.size());
  }

  private static List<Shown> oldestFirst(Collection<Shown> all) {
    List<Shown> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing((Shown shown) -> shown.figures().age()).reversed());
    return sorted;
  }

  @Override
  public Runnable watch(UserId user, long number, FrameWatcher watcher) {
    states.every(state -> find(state, user, number).forEach(each -> each.watch(watcher)));
    return () -> states.every(state -> find(state, user, number).forEach(each -> each.watch(null)));
  }

  private static List<Connection> find(EventLoopState state, UserId user, long number) {
    return state.rooms().of(user).stream()
        .filter(connection -> connection.figures().number() == number)
        .toList();
  }

  @Override
  public void close(UserId user, IntConsumer answer) {
    gather(
        state -> {
          List<Connection> open = List.copyOf(state.rooms().of(user));
          open.forEach(Connection::disconnect);
          return open;
        },
        closed -> answer.accept(closed.size()));
  }

  /** Asks every event loop; the one that answers last has the whole. */
  private <T> void gather(
      Function<EventLoopState, List<? extends T>> ask, Consumer<Collection<T>> answer) {
    Queue<T> found = new ConcurrentLinkedQueue<>();
    AtomicInteger left = new AtomicInteger(states.loops().size());
    states.every(
        state -> {
          try {
            found.addAll(ask.apply(state));
          } finally {
            if (left.decrementAndGet() == 0) {
              answer.accept(found);
            }
          }
        });
  }
}
