package io.messageservice.protocol.simulation.personal;

import com.fasterxml.jackson.databind.JsonNode;
import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.ListConversations;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.personal.MarkAsDelivered;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.PreferencesChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.command.ListConversationsCommand;
import io.messageservice.protocol.json.PersonalJson;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What users ask of what they have for themselves, and of whom they block. */
public sealed interface PersonalRequest {

  /** The most bytes of a page. */
  int PAGE_BYTES = 1 << 20;

  /** Whose it is. */
  String by();

  /** By which connection; the same for all who ask without one. */
  String from();

  /** Empty where it is about none. */
  String conversation();

  /** The command of the wire. */
  String event();

  /** Its payload: literal JSON. */
  String payload();

  /** Asks without a connection; the answer has the members that a connection would get. */
  void ask(UseCases useCases, Caller caller, Reply<JsonNode> reply);

  /** The conversation and the newest message in it, about which something is asked. */
  record Place(String conversation, long head) {}

  /** Whose requests these are, by which connection. */
  record Origin(String by, String from) {}

  /** One of these, by chance. */
  static PersonalRequest any(Scheduler scheduler, Origin origin, Place place, List<String> users) {
    int choice = scheduler.below(12);
    String user = scheduler.oneOf(users);
    if (choice < 4 && !user.equals(origin.by())) {
      return new Block(origin.by(), origin.from(), user, scheduler.below(2) == 0);
    } else if (choice < 8) {
      long upToSeq = scheduler.below((int) place.head() + 3);
      return new Deliver(origin.by(), origin.from(), place.conversation(), upToSeq);
    } else if (choice < 11) {
      return new Prefer(origin.by(), origin.from(), place.conversation(), anyChange(scheduler));
    }
    return new ListAll(origin.by(), origin.from(), scheduler.below(2) == 0);
  }

  private static PreferencesChange anyChange(Scheduler scheduler) {
    Optional<Boolean> hidden =
        scheduler.below(3) > 0 ? Optional.of(scheduler.below(3) > 0) : Optional.empty();
    if (hidden.isPresent() && scheduler.below(3) > 0) {
      return new PreferencesChange(Optional.empty(), hidden);
    }
    int days = scheduler.below(5);
    Instant until =
        days == 4 ? Preferences.FOR_EVER : Preferences.NOT_MUTED.plusSeconds(days * 86_400L);
    return new PreferencesChange(Optional.of(until), hidden);
  }

  private static String object(String conversation, String more) {
    return "{\"conversationId\":\"" + conversation + "\"" + more + "}";
  }

  /** Reports that messages have reached the user. */
  record Deliver(String by, String from, String conversation, long upToSeq)
      implements PersonalRequest {

    @Override
    public String event() {
      return "markAsDelivered";
    }

    @Override
    public String payload() {
      return object(conversation, ",\"upToSeq\":" + upToSeq);
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<JsonNode> reply) {
      useCases
          .markAsDelivered()
          .mark(
              caller,
              new MarkAsDelivered.Request(new ConversationId(conversation), upToSeq),
              new JsonReply<>(reply, PersonalJson::members));
    }
  }

  /** Changes how the conversation is for the user. */
  record Prefer(String by, String from, String conversation, PreferencesChange change)
      implements PersonalRequest {

    @Override
    public String event() {
      return "setPreferences";
    }

    @Override
    public String payload() {
      return object(
          conversation,
          change.mutedUntil().map(until -> ",\"mutedUntil\":" + shown(until)).orElse("")
              + change.hidden().map(hidden -> ",\"hidden\":" + hidden).orElse(""));
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<JsonNode> reply) {
      useCases
          .setPreferences()
          .set(
              caller,
              new ConversationId(conversation),
              change,
              new JsonReply<>(reply, PersonalJson::members));
    }

    private static String shown(Instant until) {
      if (until.equals(Preferences.NOT_MUTED)) {
        return "null";
      }
      return "\"" + (until.equals(Preferences.FOR_EVER) ? "forever" : until) + "\"";
    }
  }

  /** Blocks another user, or does so no more. */
  record Block(String by, String from, String user, boolean holds) implements PersonalRequest {

    @Override
    public String conversation() {
      return "";
    }

    @Override
    public String event() {
      return holds ? "blockUser" : "unblockUser";
    }

    @Override
    public String payload() {
      return "{\"userId\":\"" + user + "\"}";
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<JsonNode> reply) {
      useCases
          .blockUser()
          .block(
              caller,
              new UserId(user),
              holds,
              new JsonReply<>(
                  reply,
                  change -> json -> json.writeStringField("userId", change.blocked().value())));
    }
  }

  /** Lists the user's conversations, all on one page. */
  record ListAll(String by, String from, boolean withHidden) implements PersonalRequest {

    @Override
    public String conversation() {
      return "";
    }

    @Override
    public String event() {
      return "listConversations";
    }

    @Override
    public String payload() {
      return withHidden ? "{\"limit\":200,\"hidden\":true}" : "{\"limit\":200}";
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<JsonNode> reply) {
      useCases
          .listConversations()
          .list(
              caller,
              new ListConversations.Request(
                  Optional.empty(), ListConversations.MAX_LIMIT, withHidden, Optional.empty()),
              new JsonReply<>(
                  reply,
                  page -> ListConversationsCommand.members(page, caller.user(), PAGE_BYTES)));
    }
  }
}
