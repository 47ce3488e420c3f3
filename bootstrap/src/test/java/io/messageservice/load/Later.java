package io.messageservice.load;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What clients do a little later, on threads that they share. Any thread may call. */
final class Later {

  private static final ScheduledExecutorService THREADS =
      Executors.newScheduledThreadPool(4, Later::thread);

  private Later() {}

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "later");
    thread.setDaemon(true);
    return thread;
  }

  static void run(Runnable task, long millis) {
    var unused = THREADS.schedule(task, millis, TimeUnit.MILLISECONDS);
  }
}
