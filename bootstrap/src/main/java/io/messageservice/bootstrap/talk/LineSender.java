package io.messageservice.bootstrap.talk;

import java.util.concurrent.CompletableFuture;

/** The way for what was typed. */
interface LineSender {

  /** Sends a line until it is answered; the answer fails where it is refused for good. */
  CompletableFuture<?> send(String id, String content);
}
