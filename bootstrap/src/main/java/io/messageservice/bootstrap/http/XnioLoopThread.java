package io.messageservice.bootstrap.http;

import io.messageservice.transport.LoopThread;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** An I/O thread of XNIO. */
record XnioLoopThread(XnioIoThread thread) implements LoopThread {

  /** Those of a worker, each at its number. */
  static List<XnioLoopThread> of(XnioWorker worker) {
    return IntStream.range(0, worker.getIoThreadCount())
        .mapToObj(worker::getIoThread)
        .map(XnioLoopThread::new)
        .sorted(Comparator.comparingInt(XnioLoopThread::index))
        .toList();
  }

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
