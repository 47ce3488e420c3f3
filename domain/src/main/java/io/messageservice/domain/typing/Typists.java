package io.messageservice.domain.typing;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the rooms of one event loop were told of who is typing. One thread may call.
 *
 * <p>A user types in several places at once: by each connection, and by each other node that says
 * so. The user stops when the last of these does. The same state again within {@link #REPEAT_AFTER}
 * is not news, and a place that says nothing for {@link #SILENCE} has stopped.
 *
 * @param <S> where a user types
 */
public final class Typists<S> {

  /** How long the same state is not passed on again. */
  public static final Duration REPEAT_AFTER = Duration.ofSeconds(1);

  /** After how long a typist who says nothing more has stopped. */
  public static final Duration SILENCE = Duration.ofSeconds(8);

  /** Typists who said something lately. */
  private final Map<Typist, State<S>> states = new LinkedHashMap<>();

  /**
   * A user says in one place that they type there, or that they do not.
   *
   * @return whether the room is to be told
   */
  public boolean said(Typist typist, S place, DisplayName name, boolean typing, Instant now) {
    State<S> before = states.get(typist);
    State<S> state = before == null ? new State<>(now) : before;
    states.put(typist, state);
    state.name = name;
    state.note(place, typing, now);
    boolean goesOn = !typing && state.isTyping();
    boolean repeated =
        before != null && state.told == typing && now.isBefore(state.toldAt.plus(REPEAT_AFTER));
    if (goesOn || repeated) {
      return false;
    }
    state.told = typing;
    state.toldAt = now;
    return true;
  }

  /**
   * A user types no more in one place: has left the room there, or is gone.
   *
   * @return the name, where the room is to be told that the user types no more
   */
  public Optional<DisplayName> gone(Typist typist, S place, Instant now) {
    State<S> state = states.get(typist);
    if (state == null || !state.end(place, now) || state.isTyping()) {
      return Optional.empty();
    }
    states.remove(typist);
    return state.told ? Optional.of(state.name()) : Optional.empty();
  }

  /** Users who may no longer be in the room and were typing there, for the room to be told. */
  public List<Stopped> evict(ConversationId room, Participants allowed) {
    List<Typist> out =
        states.keySet().stream()
            .filter(typist -> typist.conversation().equals(room))
            .filter(typist -> !allowed.contains(typist.user()))
            .toList();
    List<Stopped> stopped = new ArrayList<>();
    out.forEach(typist -> stop(typist, states.remove(typist), stopped));
    return stopped;
  }

  /** Users who stopped without saying so, for the rooms to be told. */
  public List<Stopped> expire(Instant now) {
    List<Stopped> stopped = new ArrayList<>();
    Iterator<Map.Entry<Typist, State<S>>> all = states.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Typist, State<S>> next = all.next();
      if (next.getValue().isOver(now)) {
        all.remove();
        stop(next.getKey(), next.getValue(), stopped);
      }
    }
    return stopped;
  }

  private void stop(Typist typist, @Nullable State<S> state, List<Stopped> stopped) {
    if (state != null && state.told) {
      stopped.add(new Stopped(typist, state.name()));
    }
  }

  /** Whether nobody has said anything lately. */
  public boolean isEmpty() {
    return states.isEmpty();
  }

  /** One user in one conversation. */
  public record Typist(ConversationId conversation, UserId user) {}

  /** A typist who stopped. */
  public record Stopped(Typist typist, DisplayName name) {}

  /** What was said of a typist. */
  private static final class State<S> {

    /** Where the user types, and when that was said last. */
    private final Map<S, Instant> places = new HashMap<>(2);

    private @Nullable DisplayName name;
    private boolean told;
    private Instant toldAt;

    State(Instant now) {
      this.toldAt = now;
    }

    DisplayName name() {
      return Objects.requireNonNull(name);
    }

    void note(S place, boolean typing, Instant now) {
      if (typing) {
        places.put(place, now);
      } else {
        places.remove(place);
      }
      forgetSilent(now);
    }

    /** Whether the user was typing there. */
    boolean end(S place, Instant now) {
      boolean ended = places.remove(place) != null;
      forgetSilent(now);
      return ended;
    }

    boolean isTyping() {
      return !places.isEmpty();
    }

    /** Whether nobody is typing, and what was told last may be told again. */
    boolean isOver(Instant now) {
      forgetSilent(now);
      return !isTyping() && !now.isBefore(toldAt.plus(REPEAT_AFTER));
    }

    private void forgetSilent(Instant now) {
      places.values().removeIf(said -> !said.plus(SILENCE).isAfter(now));
    }
  }
}
