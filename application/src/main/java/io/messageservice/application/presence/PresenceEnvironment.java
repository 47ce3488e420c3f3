package io.messageservice.application.presence;

import io.messageservice.application.port.out.Faults;
import io.messageservice.application.port.out.History;
import io.messageservice.application.port.out.PresenceBoard;
import io.messageservice.application.port.out.PresenceLoad;
import io.messageservice.application.port.out.Timer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What presence needs from outside.
 *
 * @param thread runs one task at a time, in order; may block
 * @param clock for times that people see
 * @param steadyClock for durations: it never jumps
 * @param board empty where the node alone knows who is online
 */
public record PresenceEnvironment(
    History history,
    Executor thread,
    Timer timer,
    InstantSource clock,
    InstantSource steadyClock,
    Faults faults,
    PresenceLoad load,
    Optional<PresenceBoard> board) {}
