package io.messageservice.kill.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes, edits, deletes, reacts, reads, adds and removes for users of its own, and notes what was
 * acknowledged. What is not answered it asks again, so that all it does is stored. One thread.
 */
final class EventWriter {

  private static final int KEPT = 20;

  private final int number;
  private final BackEndCalls backEnd;
  private final EventFacts acknowledged;
  private final List<String> conversations;
  private final List<String> users;
  private final Random random;
  private final List<Written> written = new ArrayList<>();

  /** How far each of its users has read each conversation. */
  private final Map<String, Long> read = new HashMap<>();

  /** Of each conversation, what it wrote last there. */
  private final Map<String, Long> heads = new HashMap<>();

  private int actions;

  /** A message of its own that is not deleted. */
  private record Written(String conversation, long seq, String id, String user) {}

  EventWriter(int number, BackEndCalls backEnd, EventFacts acknowledged, World world, long seed) {
    this.number = number;
    this.backEnd = backEnd;
    this.acknowledged = acknowledged;
    this.conversations = world.conversations();
    this.users = world.usersOf(number);
    this.random = new Random(seed);
  }

  void act(int count) {
    for (int i = 0; i < count; i++) {
      actions++;
      int chance = written.isEmpty() ? 0 : random.nextInt(100);
      if (chance < 50) {
        write(any(conversations), any(users));
      } else if (chance < 60) {
        edit(any(written));
      } else if (chance < 67) {
        delete(any(written));
      } else if (chance < 77) {
        react(any(written), any(users));
      } else if (chance < 90) {
        read(any(List.copyOf(heads.keySet())), any(users));
      } else if (chance < 94) {
        deliver(any(List.copyOf(heads.keySet())), any(users));
      } else if (chance < 98) {
        visit(any(conversations));
      } else {
        rename(conversations.get(number));
      }
    }
  }

  private <T> T any(List<T> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private void write(String conversation, String user) {
    JsonNode message =
        backEnd
            .with(
                "POST",
                at(conversation) + "/messages",
                "senderId",
                user,
                "content",
                number + " " + actions,
                "clientMessageId",
                number + "-" + actions)
            .done()
            .get("message");
    long seq = message.get("seq").asLong();
    String id = message.get("id").asText();
    heads.put(conversation, seq);
    written.add(new Written(conversation, seq, id, user));
    if (written.size() > KEPT) {
      written.remove(0);
    }
    acknowledged.note("message.created", conversation, seq, id);
  }

  private static String at(String conversation) {
    return "/api/conversations/" + conversation;
  }

  private void edit(Written message) {
    JsonNode unused =
        backEnd
            .with(
                "PATCH",
                "/api/messages/" + message.id(),
                "content",
                "edited " + actions,
                "userId",
                message.user())
            .done();
    acknowledged.note("message.changed", message.conversation(), message.seq(), message.id());
  }

  private void delete(Written message) {
    written.remove(message);
    JsonNode unused =
        backEnd.delete("/api/messages/" + message.id() + "?userId=" + message.user()).done();
    acknowledged.note("message.deleted", message.conversation(), message.seq(), message.id());
  }

  /** And takes it back. */
  private void react(Written message, String user) {
    String path = "/api/messages/" + message.id() + "/reactions/ok";
    JsonNode unused = backEnd.with("PUT", path, "userId", user).done();
    acknowledged.note("reaction.changed", message.id(), user, "ok", true);
    unused = backEnd.delete(path + "?userId=" + user).done();
    acknowledged.note("reaction.changed", message.id(), user, "ok", false);
  }

  private void read(String conversation, String user) {
    long head = heads.getOrDefault(conversation, 0L);
    if (read.getOrDefault(user + conversation, 0L) < head) {
      read.put(user + conversation, head);
      JsonNode done =
          backEnd.with("PUT", at(conversation) + "/read", "userId", user, "upToSeq", head).done();
      if (done.get("updatedCount").asInt() > 0) {
        acknowledged.note("receipt.read", conversation, user, head);
      }
    }
  }

  private void deliver(String conversation, String user) {
    long head = heads.getOrDefault(conversation, 0L);
    JsonNode unused =
        backEnd
            .with("PUT", at(conversation) + "/delivered", "userId", user, "upToSeq", head)
            .done();
  }

  /** Somebody joins and leaves. */
  private void visit(String conversation) {
    String guest = "guest-" + number;
    JsonNode unused = backEnd.put(at(conversation) + "/participants/" + guest).done();
    acknowledged.note("participant.added", conversation, guest);
    unused = backEnd.delete(at(conversation) + "/participants/" + guest).done();
    acknowledged.note("participant.removed", conversation, guest);
  }

  private void rename(String conversation) {
    JsonNode unused = backEnd.with("PATCH", at(conversation), "title", "title " + actions).done();
    acknowledged.note("conversation.changed", conversation);
  }
}
