package io.messageservice.adapter.websocket;

import io.messageservice.transport.LoopThread;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioIoThread;

/** An I/O thread of XNIO, for tests. */
record TestLoopThread(XnioIoThread thread) implements LoopThread {

  @Override
  public int index() {
    return thread.getNumber();
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public void executeAfter(Runnable task, long delayNanos) {
    thread.executeAfter(task, delayNanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public boolean isCurrent() {
    return Thread.currentThread() == thread;
  }
}
