package io.messageservice.domain.typing;

import io.messageservice.domain.conversation.ConversationId;
import io.messageservice.domain.conversation.Participants;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rooms of one shard were told of who is typing. One thread may call.
 *
 * <p>The same state again within {@link #REPEAT_AFTER} is not news, and who says nothing for {@link
 * #SILENCE} has stopped.
 */
public final class Typists {

  /** How long the same state is not passed on again. */
  public static final Duration REPEAT_AFTER = Duration.ofSeconds(1);

  /** After how long a typist who says nothing more has stopped. */
  public static final Duration SILENCE = Duration.ofSeconds(8);

  /** Whoever said something, the longest silent first. */
  private final Map<Typist, State> states = new LinkedHashMap<>();

  /**
   * A user says that he types, or that he does not.
   *
   * @return whether the room is to be told
   */
  public boolean said(Typist typist, DisplayName name, boolean typing, Instant now) {
    State before = states.remove(typist);
    boolean repeated =
        before != null
            && before.typing() == typing
            && now.isBefore(before.toldAt().plus(REPEAT_AFTER));
    states.put(typist, new State(name, typing, repeated ? before.toldAt() : now, now));
    return !repeated;
  }

  /**
   * A user has left the room or is gone.
   *
   * @return his name, where the room is to be told that he types no more
   */
  public Optional<DisplayName> gone(Typist typist) {
    State before = states.remove(typist);
    return before != null && before.typing() ? Optional.of(before.name()) : Optional.empty();
  }

  /** Whoever may no longer be in the room and was typing there, for the room to be told. */
  public List<Stopped> putOut(ConversationId room, Participants allowed) {
    List<Typist> out =
        states.keySet().stream()
            .filter(typist -> typist.conversation().equals(room))
            .filter(typist -> !allowed.contains(typist.user()))
            .toList();
    List<Stopped> stopped = new ArrayList<>();
    out.forEach(typist -> gone(typist).ifPresent(name -> stopped.add(new Stopped(typist, name))));
    return stopped;
  }

  /** Whoever stopped without saying so, for the rooms to be told. */
  public List<Stopped> expire(Instant now) {
    List<Stopped> stopped = new ArrayList<>();
    Iterator<Map.Entry<Typist, State>> silentFirst = states.entrySet().iterator();
    while (silentFirst.hasNext()) {
      Map.Entry<Typist, State> next = silentFirst.next();
      if (next.getValue().saidAt().plus(SILENCE).isAfter(now)) {
        break;
      }
      silentFirst.remove();
      if (next.getValue().typing()) {
        stopped.add(new Stopped(next.getKey(), next.getValue().name()));
      }
    }
    return stopped;
  }

  /** Whether nobody has said anything lately. */
  public boolean isEmpty() {
    return states.isEmpty();
  }

  /** One user in one conversation. */
  public record Typist(ConversationId conversation, UserId user) {}

  /** A typist who stopped. */
  public record Stopped(Typist typist, DisplayName name) {}

  private record State(DisplayName name, boolean typing, Instant toldAt, Instant saidAt) {}
}
