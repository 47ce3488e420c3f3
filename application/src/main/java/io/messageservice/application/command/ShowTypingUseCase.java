package io.messageservice.application.command;

import io.messageservice.application.cluster.Typing;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.fanout.EventLoopState;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.ShowTyping;
import io.messageservice.domain.conversation.ConversationId;

/** Passes on who types, straight from event loop to event loops. */
final class ShowTypingUseCase implements ShowTyping {

  private final EventLoopStates states;
  private final Typing typists;

  ShowTypingUseCase(EventLoopStates states, Typing typists) {
    this.states = states;
    this.typists = typists;
  }

  @Override
  public void show(Connection caller, ConversationId conversation, boolean typing) {
    EventLoopState state = states.of(caller.loop());
    boolean isShown =
        typing ? state.mayWrite(conversation, caller) : state.rooms().isIn(conversation, caller);
    if (!isShown) {
      return;
    }
    typists.changed(caller, new TypingChanged(conversation, caller.user(), caller.name(), typing));
  }
}
