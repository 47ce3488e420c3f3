package io.messageservice.bootstrap.doctor;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be looked at from outside.
 *
 * @param url where clients connect
 * @param token with which one may; without it little can be seen
 * @param waits whether a connection is watched that nobody uses, for two heartbeats
 * @param heartbeat how often the service pings
 * @param maxPerAddress {@code MAX_CONNECTIONS_PER_ADDRESS}; empty for {@code off}
 */
public record ProxyRequest(
    URI url,
    Optional<String> token,
    boolean waits,
    Duration heartbeat,
    OptionalInt maxPerAddress) {}
