package io.messageservice.domain.presence;

/**
 * Notices that a number has risen past a level: once, and again only after it had fallen a tenth
 * below, so that one which swings about the level is no news each time. One thread may call.
 */
public final class LevelAlarm {

  private final int level;
  private boolean above;

  /** Below the level so far. */
  public LevelAlarm(int level) {
    this.level = level;
  }

  /** Whether the number, as it now is, is news. */
  public boolean rises(int number) {
    if (!above && number > level) {
      above = true;
      return true;
    }
    if (above && number <= level - level / 10) {
      above = false;
    }
    return false;
  }
}
