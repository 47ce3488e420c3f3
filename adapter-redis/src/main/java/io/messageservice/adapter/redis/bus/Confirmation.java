package io.messageservice.adapter.redis.bus;

/** Confirms once that all of some topics are watched. One thread may call. */
final class Confirmation {

  private final Runnable action;
  private int open;
  private boolean confirmed;

  Confirmation(int open, Runnable action) {
    this.open = open;
    this.action = action;
  }

  /**
   * One more of the topics is watched.
   *
   * @return whether it was confirmed too early, and all of them are watched only now
   */
  boolean countDown() {
    open--;
    if (open > 0) {
      return false;
    }
    return !confirm();
  }

  /**
   * Confirms now.
   *
   * @return whether it was not confirmed before
   */
  boolean confirm() {
    if (confirmed) {
      return false;
    }
    confirmed = true;
    action.run();
    return true;
  }
}
