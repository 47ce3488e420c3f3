package io.messageservice.application.presence;

/** Who is notified when a user comes online or goes offline. */
public enum PresenceAudience {
  /** Everybody who is connected. */
  EVERYONE,
  /** Users of a common group, or of a direct conversation in which both have written. */
  CONTACTS
}
