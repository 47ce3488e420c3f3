package io.messageservice.bootstrap.talk;

import java.time.Duration;

/** Runs tasks later, on the thread of the talk. */
@FunctionalInterface
interface Later {

  void after(Duration delay, Runnable task);
}
