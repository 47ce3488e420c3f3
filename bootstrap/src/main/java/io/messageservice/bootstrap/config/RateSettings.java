package io.messageservice.bootstrap.config;

import io.messageservice.domain.limit.Rate;
import java.util.Optional;

/** How often what may happen; empty: no limit. {@code RATE_LIMIT=off} has turned off all three. */
public record RateSettings(
    Optional<Rate> commands, Optional<Rate> newConversations, Optional<Rate> refusedHandshakes) {

  static RateSettings of(SettingReader read) {
    RateSettings rates =
        new RateSettings(
            read.get(
                "RATE_LIMIT",
                "100/s,500",
                Formats.rate(),
                "Commands and requests of one user on a node: a rate and how many at once. `off` turns off"
                    + " every rate: refused handshakes and new conversations too."),
            read.get(
                "NEW_CONVERSATION_RATE",
                "300/h",
                Formats.rate(),
                "Conversations that one user may begin."),
            read.get(
                "REFUSED_HANDSHAKE_RATE",
                "10/s",
                Formats.rate(),
                "Handshakes of one address that got no connection, and requests without a good token;"
                    + " past it the answer is 429."));
    return rates.commands.isPresent()
        ? rates
        : new RateSettings(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
