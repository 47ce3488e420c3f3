package io.messageservice.adapter.websocket;

/**
 * When what is due for one open connection: the next ping, the end of its token, and the end of
 * each patience with its peer. In nanoseconds of the shard's clock. Only the shard's thread may
 * call.
 *
 * <p>While the connection is {@link #pause held back} its peer can neither be heard nor end what it
 * began, so that patience stands still.
 */
final class Deadlines {

  static final long NEVER = Long.MAX_VALUE;

  /** What has come, the most final first. */
  enum Due {
    /** Nothing was heard for two heartbeats. */
    SILENCE,
    /** The token is over. */
    EXPIRY,
    /** A message was begun and not ended. */
    MESSAGE,
    /** A frame waited too long to be written. */
    WAIT,
    PING,
    NOTHING
  }

  private final Outbox outbox;
  private final WebSocketConfig config;

  private long heardNanos;
  private long pingNanos;
  private long expiryNanos = NEVER;

  /** Since when there is an unfinished message; never while there is none. */
  private long begunNanos = NEVER;

  private boolean paused;

  /** Of a connection that begins now. */
  Deadlines(WebSocketConfig config, Outbox outbox, long nowNanos) {
    this.outbox = outbox;
    this.config = config;
    this.heardNanos = nowNanos;
    this.pingNanos = nowNanos + intervalNanos();
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
    return nowNanos >= pingNanos ? Due.PING : Due.NOTHING;
  }

  /** When to look again. */
  long nextNanos(long nowNanos) {
    long patience = Math.min(messageNanos(), waitNanos(nowNanos));
    return Math.min(Math.min(expiryNanos, pingNanos), Math.min(silenceNanos(), patience));
  }

  /** Bytes came: only what comes in counts as life. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  void pinged(long nowNanos) {
    pingNanos = nowNanos + intervalNanos();
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

  void goOn(long nowNanos) {
    paused = false;
    heardNanos = nowNanos;
  }

  private long silenceNanos() {
    return paused ? NEVER : heardNanos + 2 * intervalNanos();
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
