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
   * @return whether he was told too early, and all of them are watched only now
   */
  boolean countDown() {
    open--;
    if (open > 0) {
      return false;
    }
    return !tell();
  }

  /**
   * He is told now.
   *
   * @return whether he had not been told
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
