package io.messageservice.application.memory;

import io.messageservice.application.port.out.History.Reader;
import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.personal.DeliveredMark;
import io.messageservice.domain.personal.OwnPreferences;
import io.messageservice.domain.personal.PersonalState;
import io.messageservice.domain.personal.Preferences;
import io.messageservice.domain.personal.ReadMark;
import io.messageservice.domain.user.UserId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What users have of conversations for themselves. Guarded by the tables that it belongs to. */
public final class PersonalTable {

  private static final Comparator<Reader> FURTHEST_FIRST =
      Comparator.comparingLong(Reader::readUpTo)
          .reversed()
          .thenComparing(reader -> reader.user().value());

  private final Map<ConversationId, Map<UserId, Own>> all = new HashMap<>();

  /** Of one user in one conversation. */
  private record Own(long readUpTo, long deliveredUpTo, Preferences preferences) {

    static final Own NOTHING = new Own(0, 0, Preferences.NONE);

    Own with(PersonalState state) {
      if (state instanceof ReadMark mark) {
        return new Own(mark.readUpTo(), deliveredUpTo, preferences);
      }
      return state instanceof DeliveredMark mark
          ? new Own(readUpTo, mark.deliveredUpTo(), preferences)
          : new Own(readUpTo, deliveredUpTo, ((OwnPreferences) state).preferences());
    }
  }

  /** Puts the state in place of what it was. */
  public void put(PersonalState state) {
    all.computeIfAbsent(
            state.conversation(), id -> new TreeMap<>(Comparator.comparing(UserId::value)))
        .merge(state.user(), Own.NOTHING.with(state), (own, none) -> own.with(state));
  }

  /** Nobody has anything of that conversation any more. */
  public void forget(ConversationId conversation) {
    all.remove(conversation);
  }

  /** How those of the users want it who asked for anything. */
  public Map<UserId, Preferences> preferences(
      ConversationId conversation, Collection<UserId> users) {
    Map<UserId, Preferences> preferences = new HashMap<>();
    users.forEach(user -> preferences.put(user, preferences(conversation, user)));
    preferences.values().removeIf(Preferences.NONE::equals);
    return preferences;
  }

  /** How far the user has read. */
  public long readUpTo(ConversationId conversation, UserId user) {
    return of(conversation, user).readUpTo();
  }

  /** How far messages have reached the user by their own report. */
  public long deliveredUpTo(ConversationId conversation, UserId user) {
    return of(conversation, user).deliveredUpTo();
  }

  /** How the user wants the conversation to be. */
  public Preferences preferences(ConversationId conversation, UserId user) {
    return of(conversation, user).preferences();
  }

  /** Whom anything has reached, participants or not, those who have read furthest first. */
  public List<Reader> readers(ConversationId conversation) {
    return all.getOrDefault(conversation, Map.of()).entrySet().stream()
        .map(own -> reader(own.getKey(), own.getValue()))
        .filter(reader -> reader.deliveredUpTo() > 0)
        .sorted(FURTHEST_FIRST)
        .toList();
  }

  private static Reader reader(UserId user, Own own) {
    return new Reader(user, own.readUpTo(), own.deliveredUpTo());
  }

  private Own of(ConversationId conversation, UserId user) {
    return all.getOrDefault(conversation, Map.of()).getOrDefault(user, Own.NOTHING);
  }
}
