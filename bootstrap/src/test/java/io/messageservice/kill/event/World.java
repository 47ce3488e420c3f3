package io.messageservice.kill.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who takes part in what: every user in every conversation. Only {@link #ONLINE} has a connection,
 * and writes nothing; {@link #OWNER} has none.
 *
 * @param writers how many threads write, each for users of its own
 */
record World(int writers) {

  static final String ONLINE = "online";
  static final String OWNER = "owner";

  private static final int USERS = 3;

  List<String> usersOf(int writer) {
    return IntStream.range(0, USERS).mapToObj(i -> "user-" + writer + "-" + i).toList();
  }

  List<String> users() {
    return IntStream.range(0, writers).mapToObj(this::usersOf).flatMap(List::stream).toList();
  }

  /** One for each writer, and one more. */
  List<String> conversations() {
    return IntStream.rangeClosed(0, writers).mapToObj(i -> "group-" + i).toList();
  }

  void create(BackEndCalls backEnd, EventFacts acknowledged) {
    for (String conversation : conversations()) {
      JsonNode unused =
          backEnd
              .with(
                  "POST",
                  "/api/conversations",
                  "conversationId",
                  conversation,
                  "createdBy",
                  OWNER,
                  "participants",
                  Stream.concat(users().stream(), Stream.of(ONLINE)).toList())
              .done();
      acknowledged.note("conversation.created", conversation);
      users().forEach(user -> acknowledged.note("participant.added", conversation, user));
    }
  }
}
