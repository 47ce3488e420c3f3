package io.messageservice.bootstrap.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class HandshakeTasksTest {

  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final HandshakeTasks tasks = new HandshakeTasks(queue::add);
  private final AtomicInteger done = new AtomicInteger();

  @Test
  void soManyWaitAndNoMore() {
    for (int i = 0; i < HandshakeTasks.MAX_WAITING; i++) {
      tasks.execute(done::incrementAndGet);
    }
    assertThatThrownBy(() -> tasks.execute(done::incrementAndGet))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(done).hasValue(0);

    queue.remove().run();
    tasks.execute(done::incrementAndGet);
    queue.forEach(Runnable::run);

    assertThat(done).hasValue(HandshakeTasks.MAX_WAITING + 1);
  }
}
