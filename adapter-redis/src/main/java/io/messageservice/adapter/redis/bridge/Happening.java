package io.messageservice.adapter.redis.bridge;

/**
 * Something that other services are told.
 *
 * @param id the same where it is told again
 * @param data in JSON
 */
record Happening(String id, String type, String data) {

  static final String MESSAGE_STORED = "messageStored";
  static final String CONVERSATION_READ = "conversationRead";
  static final String PARTICIPANTS_CHANGED = "participantsChanged";
  static final String USER_ONLINE = "userOnline";
  static final String USER_OFFLINE = "userOffline";
  static final String EVENTS_LOST = "eventsLost";
}
