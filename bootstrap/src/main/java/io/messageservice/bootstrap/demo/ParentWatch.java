package io.messageservice.bootstrap.demo;

import io.messageservice.client.ScheduledClientThread;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ends this process at once when its standard input ends: with whoever started it. */
public final class ParentWatch {

  private ParentWatch() {}

  /** Watches from now on, on a thread of its own. */
  public static void begin(InputStream input) {
    new ScheduledClientThread("parent-watch").execute(() -> awaitEnd(input));
  }

  private static void awaitEnd(InputStream input) {
    try {
      long unused = input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // an end as well
    }
    Runtime.getRuntime().halt(0);
  }
}
