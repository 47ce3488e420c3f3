package io.messageservice.bootstrap.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * An output that never makes its writers wait: what they write waits in memory until {@link #pump}
 * has written it to the target, on a thread that may block. Any thread may write.
 *
 * <p>What waits is bounded. Past the bound whole writes are dropped until half of the room is free;
 * a line then states how many lines are missing, at the place where they are missing. Where the
 * target fails, that line follows the first write that succeeds.
 */
final class DetachedOutput extends OutputStream {

  private final OutputStream target;
  private final int limitBytes;

  /** The line that stands for so many dropped lines. */
  private volatile LongFunction<byte[]> notice;

  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled whenever something is added or written. */
  private final Condition changed = lock.newCondition();

  /** Guarded by {@code lock}, as is all below. */
  private final Deque<Piece> waiting = new ArrayDeque<>();

  /** Of all that waits and of what is being written. */
  private long waitingBytes;

  /** Not taken for want of room. While there are some, no more is taken. */
  private long droppedLines;

  /** Refused by the target, or dropped before there was room again; not yet reported. */
  private long lostLines;

  /**
   * @param limitBytes what may wait; a single write may be larger where nothing else waits
   * @param notice the line to write in the place of so many dropped lines, its end included
   */
  DetachedOutput(OutputStream target, int limitBytes, LongFunction<byte[]> notice) {
    this.target = target;
    this.limitBytes = limitBytes;
    this.notice = notice;
  }

  /** From now on dropped lines are reported in this form. */
  void reportDropped(LongFunction<byte[]> form) {
    notice = form;
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Piece piece = Piece.of(Arrays.copyOfRange(bytes, offset, offset + length));
    lock.lock();
    try {
      boolean fits = waitingBytes == 0 || waitingBytes + length <= limitBytes;
      if (droppedLines > 0 || !fits) {
        droppedLines += piece.lines;
      } else {
        add(piece);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits to the target, until the thread is interrupted. */
  void pump() {
    try {
      while (true) {
        Piece piece = next();
        passed(piece, pass(piece));
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until all is written, for so long at most.
   *
   * @param endNanos by {@link System#nanoTime}
   */
  void awaitWritten(long endNanos) throws InterruptedException {
    lock.lock();
    try {
      long left = endNanos - System.nanoTime();
      while (waitingBytes > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private Piece next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        changed.await();
      }
      return waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  /** Where nobody can read any more, as after the end of a reader, what is written is lost. */
  private boolean pass(Piece piece) {
    try {
      target.write(piece.bytes);
      target.flush();
      return true;
    } catch (IOException lost) {
      return false;
    }
  }

  private void passed(Piece piece, boolean written) {
    lock.lock();
    try {
      waitingBytes -= piece.bytes.length;
      lostLines += written ? 0 : piece.lines;
      if (waitingBytes <= limitBytes / 2) {
        takeAgain(written);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether or not the target works: only what is taken can show that it does. */
  private void takeAgain(boolean works) {
    lostLines += droppedLines;
    droppedLines = 0;
    if (works && lostLines > 0) {
      long lines = lostLines;
      lostLines = 0;
      add(new Piece(notice.apply(lines), lines));
    }
  }

  private void add(Piece piece) {
    waiting.add(piece);
    waitingBytes += piece.bytes.length;
    changed.signalAll();
  }

  /** What one write brought. */
  private static final class Piece {

    final byte[] bytes;

    /** How many lines of the log are lost with it. */
    final long lines;

    Piece(byte[] bytes, long lines) {
      this.bytes = bytes;
      this.lines = lines;
    }

    static Piece of(byte[] bytes) {
      long lines = 0;
      for (byte each : bytes) {
        lines += each == '\n' ? 1 : 0;
      }
      return new Piece(bytes, lines);
    }
  }
}
