package io.messageservice.application.memory;

import io.messageservice.application.port.out.History.GivenReaction;
import io.messageservice.application.port.out.History.OwnReactions;
import io.messageservice.application.port.out.History.ReactionPage;
import io.messageservice.domain.message.Message;
import io.messageservice.domain.message.MessageId;
import io.messageservice.domain.message.Reaction;
import io.messageservice.domain.message.ReactionChange;
import io.messageservice.domain.message.ReactionCount;
import io.messageservice.domain.message.ReactionState;
import io.messageservice.domain.user.UserId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How users have reacted to messages. Guarded by the tables that it belongs to. */
public final class ReactionTable {

  /** By message and reaction, in the order in which they were given: who, by which change. */
  private final Map<MessageId, Map<Reaction, Map<UserId, Long>>> given = new HashMap<>();

  /** Adds a reaction or takes it back; gives the message with what is left. */
  public Message put(ReactionChange change) {
    Message after = change.after();
    Map<Reaction, Map<UserId, Long>> all =
        given.computeIfAbsent(after.id(), id -> new LinkedHashMap<>());
    Map<UserId, Long> users =
        all.computeIfAbsent(change.reaction(), reaction -> new LinkedHashMap<>());
    if (change.added()) {
      users.put(change.user(), after.rev());
    } else {
      users.remove(change.user());
    }
    all.values().removeIf(Map::isEmpty);
    return after.with(counted(after.id()));
  }

  /** The message was deleted. */
  public void forget(MessageId message) {
    given.remove(message);
  }

  /** How the message stands to a reaction of the user. */
  public ReactionState state(MessageId message, Reaction reaction, UserId user) {
    Map<UserId, Long> users = of(message).getOrDefault(reaction, Map.of());
    return new ReactionState(of(message).size(), users.size(), users.containsKey(user));
  }

  /** Reactions to the message. */
  public ReactionPage page(
      MessageId message, Optional<Reaction> reaction, long afterRev, int limit) {
    List<GivenReaction> all =
        of(message).entrySet().stream()
            .filter(each -> reaction.isEmpty() || each.getKey().equals(reaction.get()))
            .flatMap(
                each ->
                    each.getValue().entrySet().stream()
                        .map(by -> new GivenReaction(each.getKey(), by.getKey(), by.getValue())))
            .filter(each -> each.rev() > afterRev)
            .sorted(Comparator.comparingLong(GivenReaction::rev))
            .toList();
    return new ReactionPage(all.subList(0, Math.min(limit, all.size())), all.size() > limit);
  }

  /** How the user has reacted to those of the messages to which they have. */
  public List<OwnReactions> own(List<Message> messages, UserId user) {
    return messages.stream()
        .map(message -> new OwnReactions(message.seq(), own(message, user)))
        .filter(own -> !own.reactions().isEmpty())
        .toList();
  }

  private List<Reaction> own(Message message, UserId user) {
    return page(message.id(), Optional.empty(), 0, Integer.MAX_VALUE).reactions().stream()
        .filter(each -> each.user().equals(user))
        .map(GivenReaction::reaction)
        .toList();
  }

  private List<ReactionCount> counted(MessageId message) {
    return of(message).entrySet().stream()
        .map(
            each ->
                new ReactionCount(
                    each.getKey(),
                    each.getValue().size(),
                    each.getValue().keySet().stream().limit(ReactionCount.MAX_NAMED).toList()))
        .toList();
  }

  private Map<Reaction, Map<UserId, Long>> of(MessageId message) {
    return given.getOrDefault(message, Map.of());
  }
}
