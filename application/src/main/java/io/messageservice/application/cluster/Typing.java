package io.messageservice.application.cluster;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Passes on who types, from event loop to event loops and, where that is news, to other nodes. A
 * user types by connections, and stops when the last of them does: other nodes are told when the
 * last one here does. Any thread may call. Each node ends by itself what it told.
 */
public final class Typing {

  private final EventLoopStates states;
  private final Encoder encoder;
  private final InstantSource clock;
  private final ClusterBus bus;

  /**
   * Nobody types.
   *
   * @param clock a monotonic one
   */
  public Typing(EventLoopStates states, Encoder encoder, InstantSource clock, ClusterBus bus) {
    this.states = states;
    this.encoder = encoder;
    this.clock = clock;
    this.bus = bus;
  }

  /** A user in the room says by a connection that they type, or that they do not. */
  public void said(Connection typist, TypingChanged change) {
    Encoded event = encoder.encode(change);
    Instant now = clock.instant();
    for (EventLoop loop : states.loops()) {
      EventLoopState state = states.of(loop);
      loop.execute(
          () -> {
            if (state.typing(typist, change, event, now) && loop == typist.loop()) {
              publish(change, event);
            }
          });
    }
  }

  /** Somebody types on another node, or stops. */
  void heard(Signal.Typed typed) {
    Instant now = clock.instant();
    states.every(state -> state.typing(typed.node(), typed.change(), typed.event(), now));
  }

  /** A connection has left the room, or is gone. Only the event loop's thread. */
  public void gone(EventLoopState state, ConversationId room, Connection typist) {
    state
        .typistGone(room, typist, clock.instant())
        .filter(name -> state == states.of(typist.loop()))
        .map(name -> new TypingChanged(room, typist.user(), name, false))
        .ifPresent(change -> publish(change, encoder.encode(change)));
  }

  private void publish(TypingChanged change, Encoded event) {
    bus.publish(List.of(new Signal.Typed(change, event)));
  }
}
