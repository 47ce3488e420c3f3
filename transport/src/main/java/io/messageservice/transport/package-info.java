/**
 * What every transport shares: connections and their sessions, the outbox of each, deadlines,
 * limits, back-pressure, and the port through which the service stops a transport. An adapter adds
 * its handshake, its framing and its I/O.
 */
@NullMarked
package io.messageservice.transport;

import org.jspecify.annotations.NullMarked;
