package io.messageservice.application.port.out;

import io.messageservice.application.port.out.Ledger.Decider;
import io.messageservice.application.port.out.Ledger.Records;
import io.messageservice.domain.conversation.Conversation;
import io.messageservice.domain.conversation.ConversationData;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.DataChange;
import io.messageservice.domain.conversation.Kind;
import io.messageservice.domain.conversation.Membership;
import io.messageservice.domain.conversation.Membership.Request;
import io.messageservice.domain.conversation.MembershipChange;
import io.messageservice.domain.conversation.NewConversation;
import io.messageservice.domain.conversation.Role;
import io.messageservice.domain.conversation.StandingChange;
import io.messageservice.domain.decision.Decision;
import io.messageservice.domain.user.Actor;
import io.messageservice.domain.user.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Commands of a service that change groups, at {@link StoreContract#NOON}. */
public final class GroupCommands {

  private static final Membership RULES = new Membership(20_000);
  private static final Actor SERVICE = Actor.service(new UserId("service"));

  private GroupCommands() {}

  /** Creates a group that the user owns. */
  public static Decider<String> createGroup(
      ConversationId id, ConversationData data, UserId owner, UserId... others) {
    NewConversation wanted =
        new NewConversation(Kind.GROUP, Set.of(others), Optional.of(owner), data);
    return records ->
        decided(RULES.create(records.conversation(id), id, wanted, SERVICE, StoreContract.NOON));
  }

  /** Adds users. */
  public static Decider<String> add(ConversationId id, UserId... users) {
    return change(id, (found, request) -> RULES.add(found, List.of(users), request));
  }

  /** Changes what the owners say of a group. */
  public static Decider<String> update(ConversationId id, DataChange change) {
    return change(id, (found, request) -> RULES.update(found, change, request));
  }

  /** Gives it another title; an empty one removes it. */
  public static Decider<String> rename(ConversationId id, String title) {
    return update(
        id,
        new DataChange(Optional.of(title), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** Changes the role of a participant. */
  public static Decider<String> setRole(ConversationId id, UserId user, Role role) {
    return set(id, user, new StandingChange(Optional.of(role), Optional.empty()));
  }

  /** Bans the user until then, or lifts the ban. */
  public static Decider<String> ban(ConversationId id, UserId user, Instant until) {
    return set(id, user, new StandingChange(Optional.empty(), Optional.of(until)));
  }

  private static Decider<String> set(ConversationId id, UserId user, StandingChange change) {
    return change(id, (found, request) -> RULES.set(found, user, change, request));
  }

  private static Decider<String> change(
      ConversationId id, BiFunction<Optional<Conversation>, Request, MembershipChange> rule) {
    return records -> decided(rule.apply(records.conversation(id), request(records, id)));
  }

  private static Request request(Records records, ConversationId id) {
    return new Request(SERVICE, StoreContract.NOON, user -> records.ban(id, user));
  }

  private static Decision<String> decided(MembershipChange change) {
    MembershipChange.Allowed allowed = (MembershipChange.Allowed) change;
    return Decision.changed("changed", allowed.conversation(), allowed.ban());
  }
}
