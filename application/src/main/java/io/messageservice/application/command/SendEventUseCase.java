package io.messageservice.application.command;

import io.messageservice.application.event.Event.CustomEvent;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.message.SendEvent;
import io.messageservice.application.port.out.ClusterBus;
import io.messageservice.application.port.out.EventLoop;
import io.messageservice.application.port.out.OutgoingEvent;
import io.messageservice.application.port.out.Signal;
import io.messageservice.domain.outcome.Refusal;
import java.util.List;
import java.util.Set;

/** Passes on events of the clients' own, straight from event loop to event loops. */
final class SendEventUseCase implements SendEvent {

  private final EventLoopStates states;
  private final ClusterBus bus;

  SendEventUseCase(EventLoopStates states, ClusterBus bus) {
    this.states = states;
    this.bus = bus;
  }

  @Override
  public void send(Connection caller, CustomEvent event, Reply<CustomEvent> reply) {
    if (!states.of(caller.loop()).mayWrite(event.conversation(), caller)) {
      reply.refused(Refusal.FORBIDDEN);
      return;
    }
    OutgoingEvent outgoing = states.outgoing(event);
    for (EventLoop loop : states.loops()) {
      EventLoopState state = states.of(loop);
      loop.execute(() -> state.deliver(Set.of(), event.conversation(), outgoing, caller));
    }
    bus.publish(List.of(new Signal.OfCustomEvent(event)));
    reply.done(event);
  }
}
