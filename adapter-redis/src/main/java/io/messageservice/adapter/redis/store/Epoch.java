package io.messageservice.adapter.redis.store;

import io.messageservice.adapter.redis.Partition;
import io.messageservice.application.store.KnownParticipants;
import io.messageservice.application.store.KnownSenders;
import io.messageservice.domain.conversation.ConversationId;
import java.util.List;

/**
 * The past that the store has, as far as this node has made sure of it, with what may be remembered
 * of it. Any thread may use it.
 *
 * @param name as clients hear it
 * @param era its number
 * @param runs what is noted of the process that has each partition
 * @param connections how many had been made when it was made sure of
 */
record Epoch(
    String name,
    int era,
    PlaceIds ids,
    List<String> runs,
    long connections,
    KnownParticipants<ConversationId, String> participants,
    KnownSenders<ConversationId> senders) {

  Epoch {
    runs = List.copyOf(runs);
  }

  String run(Partition partition) {
    return runs.get(partition.number());
  }

  /** The same past, made sure of again: what was remembered of it is still so. */
  Epoch again(Epoch later) {
    return name.equals(later.name)
        ? new Epoch(name, era, ids, later.runs, later.connections, participants, senders)
        : later;
  }
}
