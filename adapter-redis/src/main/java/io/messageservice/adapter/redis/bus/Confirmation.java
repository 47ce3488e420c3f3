package io.messageservice.adapter.redis.bus;

/** Somebody waits for topics to be watched; told once. One thread may call. */
final class Confirmation {

  private final Runnable confirmed;
  private int open;
  private boolean told;

  Confirmation(int open, Runnable confirmed) {
    this.open = open;
    this.confirmed = confirmed;
  }

  /**
   * One more of the topics is watched.
   *
   * @return whether it was called too early, and all of them are watched only now
   */
  boolean countDown() {
    open--;
    if (open > 0) {
      return false;
    }
    return !tell();
  }

  /**
   * It is called now.
   *
   * @return whether it had not been called
   */
  boolean tell() {
    if (told) {
      return false;
    }
    told = true;
    confirmed.run();
    return true;
  }
}
