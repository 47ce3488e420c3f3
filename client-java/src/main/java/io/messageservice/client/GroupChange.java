package io.messageservice.client;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The data, the participants or the roles of a group changed: {@code conversationChanged} in the
 * protocol.
 *
 * @param rev apply the data where this is higher than the {@code rev} that is known of the group
 * @param participantCount how many take part since
 * @param participantsChanged whether users or roles changed that are not named; {@code
 *     fetchParticipants} has them
 * @param json the whole of it, with {@code title}, {@code frozen}, {@code addedUserIds} and others
 *     where they changed; not to be changed
 */
public record GroupChange(
    String conversationId,
    long rev,
    int participantCount,
    boolean participantsChanged,
    JsonNode json) {

  /** From a push of the service. */
  static GroupChange of(JsonNode data) {
    return new GroupChange(
        data.path("conversationId").asText(),
        data.path("rev").asLong(),
        data.path("participantCount").asInt(),
        data.path("participantsChanged").asBoolean(),
        data);
  }
}
