package io.messageservice.application.memory.cluster;

import java.time.Instant;

/**
 * What two clocks showed at once.
 *
 * @param steady of a clock that never jumps, for durations
 * @param wall of the clock that people read
 */
record Moment(Instant steady, Instant wall) {}
