package io.messageservice.adapter.redis.store.log;

/**
 * What the log of a partition holds: number and time of each, an empty text where there is none.
 *
 * @param asked the change of the number that was asked for
 */
public record LogBounds(String first, String last, String asked) {

  /** The number of the first change that is there; where none is, that of the next one. */
  public long firstNumber() {
    return first.isEmpty() ? 1 : LoggedChange.number(first);
  }

  /** The number of the last change. */
  public long lastNumber() {
    return last.isEmpty() ? 0 : LoggedChange.number(last);
  }

  /** Whether this is still the log that had the change, of the number that was asked for. */
  public boolean isLogOf(String change) {
    long number = LoggedChange.number(change);
    if (number == 0) {
      return true;
    }
    return asked.isEmpty()
        ? number < firstNumber() && !first.isEmpty()
        : asked.equals(change) || asked.startsWith(change + "-");
  }
}
