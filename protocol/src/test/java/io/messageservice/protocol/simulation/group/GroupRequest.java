package io.messageservice.protocol.simulation.group;

import io.messageservice.application.command.UseCases;
import io.messageservice.application.port.in.Caller;
import io.messageservice.application.port.in.Reply;
import io.messageservice.application.port.in.group.ChangedConversation;
import io.messageservice.application.port.in.group.SetParticipant;
import io.messageservice.domain.conversation.Ban;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.StandingChange;
import io.messageservice.domain.user.UserId;
import io.messageservice.protocol.simulation.schedule.Scheduler;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is asked of groups and direct conversations. */
public sealed interface GroupRequest {

  /**
   * Creates a conversation.
   *
   * @param participants the creator among them
   * @param forThem whether a service asks on the creator's behalf
   */
  record Create(String creator, Kind kind, Set<String> participants, boolean forThem)
      implements GroupRequest {

    /** The same, asked by a service. */
    public Create byService() {
      return new Create(creator, kind, participants, true);
    }
  }

  /** Changes one that there may be. */
  sealed interface Change extends GroupRequest {

    /** Who asks. */
    String by();

    String conversation();

    /** The command of the wire. */
    String event();

    /** The further members of its payload: literal JSON. */
    String more();

    /** Asks without a connection. */
    void ask(UseCases useCases, Caller caller, Reply<ChangedConversation> reply);

    /** What the rules say of it; empty where nothing changes. */
    Optional<MembershipChange> judged(
        Membership rules, Optional<Conversation> found, Membership.Request request);

    default ConversationId id() {
      return new ConversationId(conversation());
    }
  }

  /** One of these, by chance. */
  static Change any(Scheduler scheduler, String by, String conversation, List<String> users) {
    String user = scheduler.oneOf(users);
    return switch (scheduler.below(8)) {
      case 0, 1 -> new Add(by, conversation, user);
      case 2 -> new Remove(by, conversation, scheduler.below(3) == 0 ? by : user);
      case 3, 4 -> new SetRole(by, conversation, user, scheduler.oneOf(List.of(Role.values())));
      case 5 -> new SetBan(by, conversation, user, scheduler.below(2) == 0);
      default -> new Update(by, conversation, "t" + scheduler.below(3), scheduler.below(4) == 0);
    };
  }

  /** Adds a user. */
  record Add(String by, String conversation, String user) implements Change {

    @Override
    public String event() {
      return "addParticipants";
    }

    @Override
    public String more() {
      return ",\"userIds\":[\"" + user + "\"]";
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<ChangedConversation> reply) {
      useCases.addParticipants().add(caller, id(), Set.of(new UserId(user)), reply);
    }

    @Override
    public Optional<MembershipChange> judged(
        Membership rules, Optional<Conversation> found, Membership.Request request) {
      return Optional.of(rules.add(found, Set.of(new UserId(user)), request));
    }
  }

  /** Removes a user, or the user themselves. */
  record Remove(String by, String conversation, String user) implements Change {

    @Override
    public String event() {
      return by.equals(user) ? "leaveGroup" : "removeParticipant";
    }

    @Override
    public String more() {
      return by.equals(user) ? "" : ",\"userId\":\"" + user + "\"";
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<ChangedConversation> reply) {
      useCases.removeParticipant().remove(caller, id(), new UserId(user), reply);
    }

    @Override
    public Optional<MembershipChange> judged(
        Membership rules, Optional<Conversation> found, Membership.Request request) {
      return rules.remove(found, new UserId(user), request);
    }
  }

  /** Changes how a user stands. */
  sealed interface SetStanding extends Change {

    String user();

    StandingChange change();

    @Override
    default String event() {
      return "setParticipant";
    }

    @Override
    default void ask(UseCases useCases, Caller caller, Reply<ChangedConversation> reply) {
      SetParticipant.Request request =
          new SetParticipant.Request(id(), new UserId(user()), change());
      useCases.setParticipant().set(caller, request, reply);
    }

    @Override
    default Optional<MembershipChange> judged(
        Membership rules, Optional<Conversation> found, Membership.Request request) {
      return Optional.of(rules.set(found, new UserId(user()), change(), request));
    }
  }

  /** Gives a user a role. */
  record SetRole(String by, String conversation, String user, Role role) implements SetStanding {

    @Override
    public String more() {
      String name = role.name().toLowerCase(Locale.ROOT);
      return ",\"userId\":\"" + user + "\",\"role\":\"" + name + "\"";
    }

    @Override
    public StandingChange change() {
      return new StandingChange(Optional.of(role), Optional.empty());
    }
  }

  /** Bans a user for ever, or bans them no more. */
  record SetBan(String by, String conversation, String user, boolean banned)
      implements SetStanding {

    @Override
    public String more() {
      String until = banned ? "\"forever\"" : "null";
      return ",\"userId\":\"" + user + "\",\"bannedUntil\":" + until;
    }

    @Override
    public StandingChange change() {
      return new StandingChange(Optional.empty(), Optional.of(banned ? Ban.FOR_EVER : Ban.LIFTED));
    }
  }

  /** Gives it a title, and freezes it or not. */
  record Update(String by, String conversation, String title, boolean frozen) implements Change {

    @Override
    public String event() {
      return "updateConversation";
    }

    @Override
    public String more() {
      return ",\"title\":\"" + title + "\",\"frozen\":" + frozen;
    }

    private DataChange change() {
      return new DataChange(
          Optional.of(title), Optional.empty(), Optional.empty(), Optional.of(frozen));
    }

    @Override
    public void ask(UseCases useCases, Caller caller, Reply<ChangedConversation> reply) {
      useCases.updateConversation().update(caller, id(), change(), reply);
    }

    @Override
    public Optional<MembershipChange> judged(
        Membership rules, Optional<Conversation> found, Membership.Request request) {
      return Optional.of(rules.update(found, change(), request));
    }
  }
}
