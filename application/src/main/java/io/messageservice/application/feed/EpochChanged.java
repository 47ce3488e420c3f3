package io.messageservice.application.feed;

/** The store has another epoch than the one in which this node delivers. */
public final class EpochChanged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EpochChanged() {
    super("the store has another epoch", null, false, false);
  }
}
