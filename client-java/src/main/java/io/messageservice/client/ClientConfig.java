package io.messageservice.client;

import io.messageservice.client.socket.SocketOpener;
import java.net.URI;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a client is made with.
 *
 * @param token the JWT for the next connection
 * @param ids gives each message an id that no other has
 * @param chance from 0 (with) to 1 (without)
 */
record ClientConfig(
    URI address,
    Supplier<String> token,
    SocketOpener opener,
    ClientThread thread,
    Supplier<String> ids,
    DoubleSupplier chance,
    Duration heartbeat,
    Duration longestDelay) {}
