package io.messageservice.protocol.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.protocol.Dialect;
import io.messageservice.protocol.simulation.group.GroupState;
import io.messageservice.protocol.simulation.personal.PersonalRequest;
import io.messageservice.protocol.simulation.schedule.Journal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what one connection is pushed with the model. */
final class Pushes {

  private final SimulatedSession session;
  private final Model model;
  private final Journal journal;
  private final MessageCheck messages;

  Pushes(SimulatedSession session, Model model, Journal journal) {
    this.session = session;
    this.model = model;
    this.journal = journal;
    this.messages = new MessageCheck(session, model, journal);
  }

  void hear(String event, JsonNode data) {
    switch (event) {
      case "newMessage" ->
          session
              .view(messages.require(data))
              .sees(data.path("seq").asLong(), data.path("rev").asLong());
      case "messageChanged" -> change(data);
      case "reactionChanged" -> reaction(data);
      case "conversationChanged" -> group(data);
      case "caughtUp" -> caughtUp(data);
      case "userOnline" -> session.hearsPresence(data.path("userId").asText(), true);
      case "userOffline" -> session.hearsPresence(data.path("userId").asText(), false);
      case "userTyping" -> typing(data);
      case "messageReadStatusChanged", "conversationReadStatusChanged" -> receipt(data);
      case "messageDelivered" -> delivered(data);
      case "preferencesChanged" -> preferences(data);
      case "lagged" -> lags(data);
      case "unreadChanged" ->
          journal.require(
              session.dialect() == Dialect.V1, () -> "base clients count by themselves");
      case "hello" ->
          journal.require(session.dialect() == Dialect.V1, () -> "base clients get no hello");
      default -> journal.broken("an unknown push: " + event);
    }
  }

  private void change(JsonNode data) {
    journal.require(session.dialect() == Dialect.V1, () -> "base clients hear of no change");
    session
        .view(messages.require(data))
        .seesChange(data.path("seq").asLong(), data.path("rev").asLong());
  }

  private void reaction(JsonNode data) {
    journal.require(session.dialect() == Dialect.V1, () -> "base clients hear of no reaction");
    String id = data.path("conversationId").asText();
    messages.requireReaction(
        id, data.path("userId").asText(), data.path("added").asBoolean(), data);
    session.view(id).seesChange(data.path("seq").asLong(), data.path("rev").asLong());
  }

  private void group(JsonNode data) {
    journal.require(session.dialect() == Dialect.V1, () -> "base clients hear of no groups");
    String id = data.path("conversationId").asText();
    Talk talk = model.talk(id);
    if (data.path("removed").asBoolean()) {
      GroupState then = talk.group(data.path("rev").asLong());
      journal.require(
          then != null && !then.roles().containsKey(session.user()),
          () -> session.name() + " was not removed: " + data);
      session.isOut(id);
      session.view(id).isRemoved(data.path("rev").asLong());
      return;
    }
    Talk.@Nullable Standing change = talk.groupChange(data.path("rev").asLong());
    GroupState then =
        change == null ? null : change.conversation().map(GroupState::of).orElse(null);
    journal.require(
        change != null
            && then != null
            && talk.hadSince(session.user(), change.tick())
            && hadSince(talk, data.path("participantCount").asInt(), change.tick())
            && (data.has("role") || !GroupState.isPersonal(data, session.user()))
            && (!data.has("role") || hadRoleSince(talk, data.path("role").asText(), change.tick())),
        () -> session.name() + " hears of a group what never was: " + data);
    if (then != null) {
      session.view(id).seesGroup(data, then);
    }
  }

  private static boolean hadSince(Talk talk, int participants, long tick) {
    return talk.wasSince(
        tick,
        then ->
            then.conversation()
                .filter(group -> group.participants().size() == participants)
                .isPresent());
  }

  /** The own role may be newer than the change that it comes with. */
  private boolean hadRoleSince(Talk talk, String role, long tick) {
    return talk.wasSince(
        tick,
        then ->
            then.conversation()
                .map(GroupState::of)
                .filter(shown -> role.equals(shown.roles().get(session.user())))
                .isPresent());
  }

  private void caughtUp(JsonNode data) {
    journal.require(session.dialect() == Dialect.V1, () -> "base clients do not catch up");
    String id = data.path("conversationId").asText();
    requireInsight(id, data);
    session.view(id).catchesUp(data.path("seq").asLong(), data.path("rev").asLong());
  }

  private void typing(JsonNode data) {
    String id = data.path("conversationId").asText();
    String typist = data.path("userId").asText();
    requireInsight(id, data);
    journal.require(
        !typist.equals(session.user()), () -> session.name() + " is told of its own typing");
    journal.require(
        !data.path("isTyping").asBoolean()
            || !model.isAtRest()
            || !model.talk(id).standing().isBlocked(),
        () -> session.name() + " is shown who types though it is blocked: " + data);
    session.hearsTyping(id, typist, data.path("isTyping").asBoolean());
  }

  private void lags(JsonNode data) {
    journal.require(
        session.dialect() == Dialect.V1,
        () -> session.name() + " is told in words it does not know");
    String id = data.path("conversationId").asText();
    requireInsight(id, data);
    session.view(id).lagsFrom(data.path("fromSeq").asLong(), data.path("afterRev").asLong(-1));
  }

  private void receipt(JsonNode data) {
    String id = data.path("conversationId").asText();
    requireInsight(id, data);
    model.personal().answers().pushedRead(data, session.user());
  }

  private void delivered(JsonNode data) {
    journal.require(session.dialect() == Dialect.V1, () -> "base clients hear of no deliveries");
    Set<PersonalRequest> asked = model.personal().askedBy(session.user());
    model.personal().answers().pushedDelivered(data, session.device().origin(), asked);
  }

  private void preferences(JsonNode data) {
    journal.require(session.dialect() == Dialect.V1, () -> "base clients hear of no preferences");
    Set<PersonalRequest> asked = model.personal().askedBy(session.user());
    model.personal().answers().pushedPreferences(data, session.device().origin(), asked);
  }

  private void requireInsight(String conversation, JsonNode data) {
    journal.require(
        model.talk(conversation).hadSince(session.user(), 0),
        () -> session.name() + " hears what is not for them: " + data);
  }
}
