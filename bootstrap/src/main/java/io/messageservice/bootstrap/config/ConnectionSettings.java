package io.messageservice.bootstrap.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The life of connections.
 *
 * @param maxPerAddress empty: no limit
 * @param maxInAll empty: what the descriptors of the process allow
 * @param maxOutboundBytes what may wait for one of them
 * @param writeCoalescing how long a busy I/O thread gathers frames before it writes
 * @param clientMemoryBytes what may be held for all clients; empty: a share of the heap
 * @param maxOutboundWait how long a frame may wait for one of them
 * @param messageTime how long what a client begins may take
 * @param unfinishedRequestBytes what sockets that are not upgraded may take; empty: a share of the
 *     heap
 */
public record ConnectionSettings(
    Duration heartbeatInterval,
    Duration drainTime,
    int maxPerUser,
    OptionalInt maxPerAddress,
    OptionalInt maxInAll,
    int maxOutboundBytes,
    Duration writeCoalescing,
    Optional<Long> clientMemoryBytes,
    Duration maxOutboundWait,
    Duration messageTime,
    Optional<Long> unfinishedRequestBytes) {

  static ConnectionSettings of(SettingReader read) {
    return new ConnectionSettings(
        read.get(
            "HEARTBEAT_INTERVAL",
            "30s",
            Formats.duration("1s", "1h"),
            "How often connections are pinged. One that is silent for two intervals is dropped."),
        read.get(
            "DRAIN_TIME",
            "10s",
            Formats.duration("0ms", "10m"),
            "The longest that a stop waits for clients to move elsewhere; it ends once all have."),
        read.get(
            "MAX_CONNECTIONS_PER_USER",
            "64",
            Formats.count(1, 1_000_000),
            "Connections of one user on one node. Past it: close 1013."),
        read.get(
            "MAX_CONNECTIONS_PER_ADDRESS",
            "off",
            Formats.countOr("off", 1, 10_000_000),
            "Sockets of one address, upgraded or not. Leave it off behind a proxy: all share its own."),
        read.get(
            "MAX_CONNECTIONS",
            "auto",
            Formats.countOr("auto", 1, 10_000_000),
            "Connections in all; past it: 503. `auto`: what the descriptors of the process allow."),
        read.get(
            "MAX_OUTBOUND_BYTES",
            "2MiB",
            Formats.bytes("64KiB", "256MiB"),
            "What may wait for one slow connection. Past it: close 1013."),
        read.get(
            "WRITE_COALESCING",
            "2ms",
            Formats.duration("0ms", "50ms"),
            "How long an I/O thread that writes more than some 20,000 frames a second gathers them"
                + " before it writes: fewer, larger writes for a little latency. 0ms: never."),
        read.get(
            "CLIENT_MEMORY",
            "auto",
            Formats.bytesOr("auto", "32MiB", "65536MiB"),
            "The memory that may be held for all clients together, as encoded: frames that wait,"
                + " pages of history, messages and requests that are not complete. Past it the"
                + " connections for which most is held end with 1013. `auto`: a quarter of the"
                + " heap."),
        read.get(
            "MAX_OUTBOUND_WAIT",
            "30s",
            Formats.duration("1s", "1h"),
            "How long a frame may wait for a slow connection before that is closed with 1013: at"
                + " least this long, at most twice."),
        read.get(
            "MESSAGE_TIME",
            "30s",
            Formats.duration("1s", "1h"),
            "How long a client's frame, or message of fragments, may take from first to last byte."
                + " Past it: close 1008. An HTTP request and its answer: as long, then it ends."),
        read.get(
            "UNFINISHED_REQUEST_MEMORY",
            "auto",
            Formats.bytesOr("auto", "1MiB", "65536MiB"),
            "For sockets that are not upgraded; past it the oldest ends. `auto`: half of `CLIENT_MEMORY`."));
  }
}
