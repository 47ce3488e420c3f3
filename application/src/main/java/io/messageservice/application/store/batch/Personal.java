package io.messageservice.application.store.batch;

import io.messageservice.domain.personal.Preferences;

/** What a user has of a conversation for themselves. */
public record Personal(long readUpTo, long deliveredUpTo, Preferences preferences) {

  /** Of somebody who did nothing. */
  public static final Personal NOTHING = new Personal(0, 0, Preferences.NONE);
}
