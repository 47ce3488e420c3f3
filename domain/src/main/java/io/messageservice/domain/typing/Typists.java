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
 * Who types in the rooms of one event loop, as announced there. One thread may call.
 *
 * <p>A user types in several places at once: by each connection, and by each other node that
 * reports it. The user stops when the last of these does. The same state again within {@link
 * #REPEAT_AFTER} is not announced, and a place that reports nothing for {@link #SILENCE} has
 * stopped.
 *
 * @param <S> where a user types
 */
public final class Typists<S> {

  /** How long the same state is not announced again. */
  public static final Duration REPEAT_AFTER = Duration.ofSeconds(1);

  /** A typist without a report for so long has stopped. */
  public static final Duration SILENCE = Duration.ofSeconds(8);

  /** Typists with a recent report. */
  private final Map<Typist, State<S>> states = new LinkedHashMap<>();

  /**
   * A user reports in one place that they type there, or that they stopped.
   *
   * @return whether it is to be announced to the room
   */
  public boolean reported(Typist typist, S place, DisplayName name, boolean typing, Instant now) {
    State<S> before = states.get(typist);
    State<S> state = before == null ? new State<>(now) : before;
    states.put(typist, state);
    state.name = name;
    state.note(place, typing, now);
    boolean goesOn = !typing && state.isTyping();
    boolean repeated =
        before != null
            && state.announced == typing
            && now.isBefore(state.announcedAt.plus(REPEAT_AFTER));
    if (goesOn || repeated) {
      return false;
    }
    state.announced = typing;
    state.announcedAt = now;
    return true;
  }

  /**
   * A user types no more in one place: they left the room there, or the place is closed.
   *
   * @return the name, where it is to be announced that the user types no more
   */
  public Optional<DisplayName> left(Typist typist, S place, Instant now) {
    State<S> state = states.get(typist);
    if (state == null || !state.end(place, now) || state.isTyping()) {
      return Optional.empty();
    }
    states.remove(typist);
    return state.announced ? Optional.of(state.name()) : Optional.empty();
  }

  /** Removes users who may no longer be in the room; returns those to announce as stopped. */
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

  /** Removes users who stopped without a report; returns those to announce as stopped. */
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
    if (state != null && state.announced) {
      stopped.add(new Stopped(typist, state.name()));
    }
  }

  /** Whether there is no recent report. */
  public boolean isEmpty() {
    return states.isEmpty();
  }

  /** One user in one conversation. */
  public record Typist(ConversationId conversation, UserId user) {}

  /** A typist who stopped. */
  public record Stopped(Typist typist, DisplayName name) {}

  /** What was reported of a typist. */
  private static final class State<S> {

    /** Where the user types, and when that was reported last. */
    private final Map<S, Instant> places = new HashMap<>(2);

    private @Nullable DisplayName name;
    private boolean announced;
    private Instant announcedAt;

    State(Instant now) {
      this.announcedAt = now;
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

    /** Whether nobody is typing, and the last state may be announced again. */
    boolean isOver(Instant now) {
      forgetSilent(now);
      return !isTyping() && !now.isBefore(announcedAt.plus(REPEAT_AFTER));
    }

    private void forgetSilent(Instant now) {
      places.values().removeIf(reportedAt -> !reportedAt.plus(SILENCE).isAfter(now));
    }
  }
}
