package io.messageservice.transport;

/**
 * When something is due for one open connection: the next heartbeat, the end of its token, and each
 * time limit of its peer. In nanoseconds of the loop's clock. Only the loop's thread may call.
 *
 * <p>While the connection is {@link #pause held back}, nothing of its peer is read. The limits for
 * silence and for an unfinished message then do not apply.
 */
final class Deadlines {

  static final long NEVER = Long.MAX_VALUE;

  /** What is due, the most final first. */
  enum Due {
    /** Nothing was received for two heartbeats. */
    SILENCE,
    /** The token is over. */
    EXPIRY,
    /** A message was begun and not ended. */
    MESSAGE,
    /** A frame waited too long to be written. */
    WAIT,
    HEARTBEAT,
    NOTHING
  }

  private final Outbox outbox;
  private final TransportConfig config;

  private long receivedNanos;
  private long heartbeatNanos;
  private long expiryNanos = NEVER;

  /** Since when there is an unfinished message; never while there is none. */
  private long begunNanos = NEVER;

  private boolean paused;

  /** Of a connection that begins now. */
  Deadlines(TransportConfig config, Outbox outbox, long nowNanos) {
    this.outbox = outbox;
    this.config = config;
    this.receivedNanos = nowNanos;
    this.heartbeatNanos = nowNanos + intervalNanos();
  }

  /** The first thing that is due by now. */
  Due whatIsDue(long nowNanos) {
    if (nowNanos >= silenceNanos()) {
      return Due.SILENCE;
    } else if (nowNanos >= expiryNanos) {
      return Due.EXPIRY;
    } else if (nowNanos >= messageNanos()) {
      return Due.MESSAGE;
    } else if (nowNanos >= waitNanos(nowNanos)) {
      return Due.WAIT;
    }
    return nowNanos >= heartbeatNanos ? Due.HEARTBEAT : Due.NOTHING;
  }

  /** When to look again. */
  long nextNanos(long nowNanos) {
    long patience = Math.min(messageNanos(), waitNanos(nowNanos));
    return Math.min(Math.min(expiryNanos, heartbeatNanos), Math.min(silenceNanos(), patience));
  }

  /** Bytes were received: only that counts as a sign of life. */
  void received(long nowNanos) {
    receivedNanos = nowNanos;
  }

  /** When bytes were received last. */
  long receivedNanos() {
    return receivedNanos;
  }

  void heartbeatSent(long nowNanos) {
    heartbeatNanos = nowNanos + intervalNanos();
  }

  void messageBegan(long nowNanos) {
    begunNanos = nowNanos;
  }

  void messageEnded() {
    begunNanos = NEVER;
  }

  void expireAt(long nanos) {
    expiryNanos = nanos;
  }

  boolean arePaused() {
    return paused;
  }

  void pause() {
    paused = true;
  }

  void resume(long nowNanos) {
    paused = false;
    receivedNanos = nowNanos;
  }

  private long silenceNanos() {
    return paused ? NEVER : receivedNanos + 2 * intervalNanos();
  }

  private long messageNanos() {
    return paused || begunNanos == NEVER ? NEVER : begunNanos + config.messageTime().toNanos();
  }

  private long waitNanos(long nowNanos) {
    return outbox.waitsSince(nowNanos) + config.maxWait().toNanos();
  }

  private long intervalNanos() {
    return config.heartbeatInterval().toNanos();
  }
}
