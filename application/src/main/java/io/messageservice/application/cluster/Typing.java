package io.messageservice.application.cluster;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Passes on who types, from event loop to event loops and, where that is news, to other nodes. A
 * user types by connections, and stops when the last of them does: other nodes learn it when the
 * last one here does. Any thread may call. Each node ends by itself what it announced.
 */
public final class Typing {

  private final EventLoopStates states;
  private final InstantSource clock;
  private final ClusterBus bus;

  /**
   * Nobody types.
   *
   * @param clock a monotonic one
   */
  public Typing(EventLoopStates states, InstantSource clock, ClusterBus bus) {
    this.states = states;
    this.clock = clock;
    this.bus = bus;
  }

  /** A user in the room types by a connection, or stops. */
  public void changed(Connection typist, TypingChanged change) {
    OutgoingEvent event = states.outgoing(change);
    Instant now = clock.instant();
    for (EventLoop loop : states.loops()) {
      EventLoopState state = states.of(loop);
      loop.execute(
          () -> {
            if (state.typing(typist, change, event, now) && loop == typist.loop()) {
              publish(change);
            }
          });
    }
  }

  /** Somebody types on another node, or stops. */
  void received(Signal.OfTyping typing) {
    Instant now = clock.instant();
    OutgoingEvent event = states.outgoing(typing.event());
    states.every(
        state -> {
          if (!typing.event().typing()
              || !state.isFrozenFor(typing.conversation(), typing.event().user())) {
            state.typing(typing.node(), typing.event(), event, now);
          }
        });
  }

  /** A connection has left the room or is closed. Only the event loop's thread. */
  public void left(EventLoopState state, ConversationId room, Connection typist) {
    state
        .typistLeft(room, typist, clock.instant())
        .filter(name -> state == states.of(typist.loop()))
        .map(name -> new TypingChanged(room, typist.user(), name, false))
        .ifPresent(this::publish);
  }

  private void publish(TypingChanged change) {
    bus.publish(List.of(new Signal.OfTyping(change)));
  }
}
