package io.messageservice.adapter.redis.bridge;

import io.messageservice.protocol.service.ServiceEvents;

/**
 * An event for other services.
 *
 * @param id the same where it is written again
 * @param data in JSON
 */
record StreamEvent(String id, String type, String data) {

  /** So many entries of a log can never be sent. */
  static StreamEvent lost(String id, String log, long count) {
    return new StreamEvent(id, "eventsLost", ServiceEvents.lost(log, count));
  }
}
