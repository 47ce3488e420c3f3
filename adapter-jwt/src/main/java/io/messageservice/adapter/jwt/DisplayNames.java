package io.messageservice.adapter.jwt;

import io.jsonwebtoken.Claims;
import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;
import java.util.stream.Stream;

/** Takes the name that others see of a user from the claims of a token. */
final class DisplayNames {

  private DisplayNames() {}

  /** The first of {@code username}, {@code name}, {@code email} that can be shown, or the id. */
  static DisplayName of(Claims claims, UserId user) {
    return Stream.of("username", "name", "email")
        .map(claims::get)
        .filter(String.class::isInstance)
        .map(value -> new DisplayName((String) value))
        .filter(name -> !name.value().isBlank())
        .findFirst()
        .orElseGet(() -> new DisplayName(user.value()));
  }
}
