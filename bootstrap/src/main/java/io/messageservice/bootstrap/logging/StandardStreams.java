package io.messageservice.bootstrap.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * Standard output and standard error of a process that must go on while nobody reads them: a pipe
 * whose reader hangs, a terminal that is held, a disk that does not answer. Once {@link #detach
 * detached}, nothing that prints or logs ever waits. What the JVM itself prints goes past this.
 */
public final class StandardStreams {

  /** What may wait for a reader, of each stream. */
  private static final int LIMIT_BYTES = 1 << 20;

  /** What the end of the process waits for a reader, of both streams together. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final DetachedOutput out = outputTo(FileDescriptor.out);
  private final DetachedOutput err = outputTo(FileDescriptor.err);

  /** Puts the detached streams in the place of those of the JVM. To be called once, at first. */
  public void detach() {
    System.setOut(new PrintStream(out, true, Charset.defaultCharset()));
    System.setErr(new PrintStream(err, true, Charset.defaultCharset()));
    begin("stdout-writer", out);
    begin("stderr-writer", err);
    Runtime.getRuntime().addShutdownHook(new Thread(this::awaitWritten, "last-words"));
  }

  /** Sets how standard output reports that lines of it are missing. */
  void reportDropped(LongFunction<byte[]> form) {
    out.reportDropped(form);
  }

  private void awaitWritten() {
    long end = System.nanoTime() + LAST_WORDS.toNanos();
    try {
      err.awaitWritten(end);
      out.awaitWritten(end);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void begin(String name, DetachedOutput output) {
    Thread thread = new Thread(output::pump, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static DetachedOutput outputTo(FileDescriptor descriptor) {
    return new DetachedOutput(
        new FileOutputStream(descriptor),
        LIMIT_BYTES,
        lines -> ("log_dropped lines=" + lines + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
