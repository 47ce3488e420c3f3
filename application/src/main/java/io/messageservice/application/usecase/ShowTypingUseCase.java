package io.messageservice.application.usecase;

import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.fanout.EventLoopStates;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.ShowTyping;
import io.messageservice.domain.conversation.ConversationId;

/** Passes on who types, straight from shard to shards. */
final class ShowTypingUseCase implements ShowTyping {

  private final EventLoopStates halls;
  private final Typing typists;

  ShowTypingUseCase(EventLoopStates halls, Typing typists) {
    this.halls = halls;
    this.typists = typists;
  }

  @Override
  public void show(Connection caller, ConversationId conversation, boolean typing) {
    if (!halls.of(caller.shard()).rooms().isIn(conversation, caller)) {
      return;
    }
    typists.said(caller, new TypingChanged(conversation, caller.user(), caller.name(), typing));
  }
}
