package io.messageservice.adapter.redis.bus;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/**
 * Proves that what is published to this node is received by it: numbers that the node sends to
 * itself must come back. One thread may call.
 */
final class Canary {

  /** How long a number may take. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Numbers that are remembered while none comes back; the oldest ones decide. */
  private static final int MAX_REMEMBERED = 8;

  /** What is sent and did not come back, the oldest first. */
  private final ArrayDeque<Sent> out = new ArrayDeque<>();

  private long lastSent;
  private long lastReceived;
  private boolean proven;

  /** What a received number shows. */
  enum News {
    /** Nothing new. */
    NONE,
    /** The path is proven, which it was not. */
    PROVEN,
    /** The path is proven, but one before was lost. */
    HOLE
  }

  private record Sent(long number, long at) {}

  /** The number to send now. */
  long send(long nanoTime) {
    lastSent++;
    if (out.size() < MAX_REMEMBERED) {
      out.add(new Sent(lastSent, nanoTime));
    }
    return lastSent;
  }

  /** How long a number that was received now took; empty where that is not known. */
  OptionalLong delayNanos(long number, long nanoTime) {
    return out.stream()
        .filter(sent -> sent.number() == number)
        .mapToLong(sent -> nanoTime - sent.at())
        .findFirst();
  }

  /** A number was received. */
  News received(long number) {
    if (number <= lastReceived) {
      return News.NONE;
    }
    boolean hole = number > lastReceived + 1;
    lastReceived = number;
    while (!out.isEmpty() && out.element().number() <= number) {
      out.remove();
    }
    if (!proven) {
      proven = true;
      return News.PROVEN;
    }
    return hole ? News.HOLE : News.NONE;
  }

  /** Whether a number has been out for too long. Then nothing is proven any more. */
  boolean isSilent(long nanoTime) {
    boolean silent = !out.isEmpty() && nanoTime - out.element().at() > PATIENCE.toNanos();
    proven &= !silent;
    return silent;
  }

  /** The path is another one: what is out need not come back. */
  void begin() {
    out.clear();
    lastReceived = lastSent;
  }

  boolean isProven() {
    return proven;
  }
}
