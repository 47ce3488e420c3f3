package io.messageservice.protocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the messages and reactions that one connection hears of with those of the model. */
final class MessageCheck {

  private final SimulatedSession session;
  private final Model model;
  private final Journal journal;

  MessageCheck(SimulatedSession session, Model model, Journal journal) {
    this.session = session;
    this.model = model;
    this.journal = journal;
  }

  /** Compares a message with the stored one; the conversation is returned. */
  String require(JsonNode data) {
    String id = data.path("conversationId").asText();
    Talk.@Nullable Stored stored = model.talk(id).state(data.path("rev").asLong());
    boolean known =
        stored != null
            && stored.message().seq() == data.path("seq").asLong()
            && stored.message().isDeleted() == data.path("deleted").asBoolean()
            && stored.message().id().value().equals(data.path("id").asText())
            && stored.message().sender().value().equals(data.path("senderId").asText())
            && stored.message().content().text().equals(data.path("content").asText())
            && reactions(data).equals(reactions(stored.message()))
            && (stored.message().isDeleted()
                ? !data.has("clientMessageId")
                : stored
                    .message()
                    .key()
                    .map(key -> key.value().equals(data.path("clientMessageId").asText()))
                    .orElse(!data.has("clientMessageId")));
    journal.require(known, () -> session.name() + " hears what is not stored: " + data);
    if (stored != null) {
      journal.require(
          model.talk(id).hadSince(session.user(), tickFor(model.talk(id), stored)),
          () -> session.name() + " hears what is not for them: " + data);
      session.device().remembers(stored.message());
    }
    return id;
  }

  private static List<String> reactions(JsonNode message) {
    List<String> reactions = new ArrayList<>();
    for (JsonNode each : message.path("reactions")) {
      List<String> users = new ArrayList<>();
      each.path("userIds").forEach(user -> users.add(user.asText()));
      reactions.add(each.path("reaction").asText() + each.path("count").asInt() + users);
    }
    return reactions;
  }

  private static List<String> reactions(Message message) {
    return message.reactions().stream()
        .map(each -> each.reaction().value() + each.count() + each.first())
        .toList();
  }

  /** It was the change of that number, and so many had reacted like that then. */
  void requireReaction(String conversation, String by, boolean added, JsonNode data) {
    Talk talk = model.talk(conversation);
    ReactionChange change = talk.reacted(data.path("rev").asLong());
    Talk.@Nullable Stored state = talk.state(data.path("rev").asLong());
    journal.require(
        change != null
            && state != null
            && state.message().seq() == data.path("seq").asLong()
            && state.message().id().value().equals(data.path("messageId").asText())
            && change.user().value().equals(by)
            && change.added() == added
            && change.reaction().value().equals(data.path("reaction").asText())
            && count(state.message(), change.reaction()) == data.path("count").asInt(-1),
        () -> session.name() + " hears of a reaction that never was: " + data);
  }

  private static int count(Message message, Reaction reaction) {
    return message.reactions().stream()
        .filter(counted -> counted.reaction().equals(reaction))
        .mapToInt(ReactionCount::count)
        .sum();
  }

  /** A retry is answered with the message as it is now, also where its sender has left since. */
  private long tickFor(Talk talk, Talk.Stored state) {
    Talk.@Nullable Stored sent = talk.at(state.message().seq());
    boolean isOwn = state.message().sender().value().equals(session.user());
    return isOwn && sent != null ? sent.tick() : state.tick();
  }
}
