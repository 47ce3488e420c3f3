package io.messageservice.application.port.in.message;

import io.messageservice.application.event.Event.ReactionChanged;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;

/** Adds a reaction of the caller to a message, or takes it back. */
public interface ReactToMessage {

  /** Reacts; the answer stands in the order of the conversation's changes. */
  void react(Caller caller, Request request, Reply<Reacted> reply);

  /**
   * What is to be changed.
   *
   * @param add whether the reaction is added; otherwise it is taken back
   */
  record Request(MessageId message, Reaction reaction, boolean add) {}

  /**
   * It is so.
   *
   * @param event what others receive, where it changed; its position means nothing otherwise: what
   *     else changed the message may not have been delivered yet
   * @param changed whether it was not so before
   */
  record Reacted(ReactionChanged event, boolean changed) {}
}
