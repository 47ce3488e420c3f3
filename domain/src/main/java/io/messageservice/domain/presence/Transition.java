package io.messageservice.domain.presence;

import io.messageservice.domain.user.DisplayName;
import io.messageservice.domain.user.UserId;

/** A user comes online or goes offline. */
public record Transition(UserId user, DisplayName name, boolean online) {}
