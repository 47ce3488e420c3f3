package io.messageservice.adapter.redis.bridge;

import io.messageservice.adapter.redis.RedisAnswers;
import io.messageservice.adapter.redis.RedisScript;
import io.messageservice.adapter.redis.presence.StoredTransition;
import io.messageservice.domain.presence.Transition;
import io.messageservice.protocol.service.ServiceEvents;
import java.util.List;
import java.util.function.Consumer;

/** Who comes online and who goes offline, from the log of the board of presence. */
final class PresenceSource implements EventSource {

  /** The key of the log, behind the prefix of all keys. */
  static final String LOG = "{presence}:log";

  private static final String NAME = "presence";
  private static final int MOST = 128;
  private static final RedisScript READ = RedisScript.beside(PresenceSource.class, "presence.lua");

  private final BridgeEnvironment environment;
  private final EventStreamEvents events;

  PresenceSource(BridgeEnvironment environment, EventStreamEvents events) {
    this.environment = environment;
    this.events = events;
  }

  @Override
  public Step read(String position, Consumer<StreamEvent> to) {
    String key = environment.redis().prefix() + LOG;
    List<Object> answer = RedisAnswers.await(READ.list(environment.redis(), key, position, MOST));
    List<?> entries = RedisAnswers.list(answer.get(2));
    long lost = RedisAnswers.number(answer.get(1));
    if (lost > 0) {
      lose("before-" + id(RedisAnswers.list(entries.get(0))), lost, to);
    }
    for (Object entry : entries) {
      write(RedisAnswers.list(entry), to);
    }
    return new Step(RedisAnswers.text(answer.get(0)), entries.size() == MOST);
  }

  private void write(List<?> entry, Consumer<StreamEvent> to) {
    try {
      to.accept(event(RedisAnswers.text(RedisAnswers.list(entry.get(1)).get(1))));
    } catch (IllegalArgumentException | IndexOutOfBoundsException garbage) {
      lose(id(entry), 1, to);
    }
  }

  private void lose(String where, long count, Consumer<StreamEvent> to) {
    events.lost(NAME, count);
    to.accept(StreamEvent.lost(NAME + "-" + where, NAME, count));
  }

  /** Where all was lost the board counts from the start again, so the number alone is no name. */
  private static StreamEvent event(String text) {
    StoredTransition numbered = StoredTransition.of(text);
    Transition transition = numbered.transition();
    return new StreamEvent(
        NAME + "-" + numbered.number() + "-" + Integer.toHexString(text.hashCode()),
        transition.online() ? "userOnline" : "userOffline",
        ServiceEvents.presence(transition, numbered.lastSeen()));
  }

  private static String id(List<?> entry) {
    return RedisAnswers.text(entry.get(0));
  }
}
