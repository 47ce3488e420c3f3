package io.messageservice.application.port.out.change;

/**
 * A place in the log of single changes: that of a change, or that of the last change that was read.
 * Places of one epoch have one order, in which a reader gets the changes.
 *
 * @param epoch of the log: another one where the store lost or exchanged what it had, so that its
 *     numbers mean other changes; letters and digits, at most 32
 * @param number from 1 for changes; 0 is before all changes
 */
public record Place(String epoch, long number) {

  /** Before all that is kept, of whatever epoch. */
  public static final Place OLDEST = new Place("", 0);
}
