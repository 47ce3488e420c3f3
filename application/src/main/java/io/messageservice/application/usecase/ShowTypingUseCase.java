package io.messageservice.application.usecase;

import io.messageservice.application.delivery.Halls;
import io.messageservice.application.event.Event.TypingChanged;
import io.messageservice.application.port.in.Connection;
import io.messageservice.application.port.in.ShowTyping;
import io.messageservice.application.port.out.Encoder;
import io.messageservice.application.port.out.Encoder.Encoded;
import io.messageservice.domain.conversation.ConversationId;
import java.time.Instant;
import java.time.InstantSource;

/** Passes on who types, straight from shard to shards. */
final class ShowTypingUseCase implements ShowTyping {

  private final Halls halls;
  private final Encoder encoder;
  private final InstantSource clock;

  ShowTypingUseCase(Halls halls, Encoder encoder, InstantSource clock) {
    this.halls = halls;
    this.encoder = encoder;
    this.clock = clock;
  }

  @Override
  public void show(Connection caller, ConversationId conversation, boolean typing) {
    if (!halls.of(caller.shard()).rooms().isIn(conversation, caller)) {
      return;
    }
    TypingChanged event = new TypingChanged(conversation, caller.user(), caller.name(), typing);
    Encoded encoded = encoder.encode(event);
    Instant now = clock.instant();
    halls.every(hall -> hall.typing(event, encoded, now));
  }
}
