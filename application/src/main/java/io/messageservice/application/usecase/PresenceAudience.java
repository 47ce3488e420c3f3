package io.messageservice.application.usecase;

/** Who is told that a user came online or went offline. */
public enum PresenceAudience {
  /** Everybody who is connected. */
  EVERYONE,
  /** The participants of a common direct or closed conversation. */
  CONTACTS
}
