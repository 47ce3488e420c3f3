package io.messageservice.bootstrap.cli;

import io.messageservice.adapter.jwt.TokenIssuer;
import io.messageservice.bootstrap.config.Settings;
import io.messageservice.domain.user.UserId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Tokens for users who try the service out, signed with its own key. Any thread may call. */
record DevTokens(Settings settings, InstantSource clock) {

  private static final Duration LIFE = Duration.ofHours(24);

  String issue(UserId user) {
    byte[] key = settings.tokens().secret().orElseThrow().bytes();
    return new TokenIssuer(key, clock).issue(user.value(), Optional.of(user.value()), LIFE);
  }
}
