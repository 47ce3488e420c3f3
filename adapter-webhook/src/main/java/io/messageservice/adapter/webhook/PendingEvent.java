package io.messageservice.adapter.webhook;

/**
 * An event in its {@link SendWindow}, equal only to itself.
 *
 * @param number in the order of the log
 * @param before the position of the log that is right before it
 */
record PendingEvent(OfferedEvent event, long number, String before) {

  @Override
  public boolean equals(Object other) {
    return other instanceof PendingEvent that && number == that.number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }
}
