package io.messageservice.application.memory.cluster;

import io.messageservice.domain.presence.Transition;
import java.time.Instant;
import java.util.Optional;

/**
 * A user came online or went offline.
 *
 * @param number counts all of them from 1
 * @param lastSeen of a user who went offline: when his last connection was closed
 */
record BoardTransition(long number, Transition transition, Optional<Instant> lastSeen) {}
