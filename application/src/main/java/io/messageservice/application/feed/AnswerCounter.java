package io.messageservice.application.feed;

import io.messageservice.application.feed.FeedMessage.Own;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts the answers that wait for their place in the order of a conversation. */
final class AnswerCounter {

  private final AtomicInteger waiting = new AtomicInteger();

  /** One more waits; it, or what refuses it, is to be given through {@link #counted}. */
  void add() {
    waiting.incrementAndGet();
  }

  Runnable counted(Runnable answer) {
    return () -> {
      waiting.decrementAndGet();
      answer.run();
    };
  }

  <T> Consumer<T> counted(Consumer<T> answer) {
    return given -> {
      waiting.decrementAndGet();
      answer.accept(given);
    };
  }

  /** How many wait. Any thread may ask. */
  int count() {
    return waiting.get();
  }

  /** The answer of what this node stored, counted until it is given. */
  Own own(StoredEvent stored) {
    add();
    return new Own(stored.sender(), counted(stored.delivered()), counted(stored.failed()));
  }
}
