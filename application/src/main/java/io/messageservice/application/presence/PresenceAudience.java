package io.messageservice.application.presence;

/** Who is told that a user came online or went offline. */
public enum PresenceAudience {
  /** Everybody who is connected. */
  EVERYONE,
  /** Users of a common group, or of a direct conversation in which both have written. */
  CONTACTS
}
