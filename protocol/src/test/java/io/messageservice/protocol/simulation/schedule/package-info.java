/**
 * When something happens and what fails, as a seed decides: simulated threads and their tasks, the
 * clock, the network between nodes, and the journal of it all.
 */
@NullMarked
package io.messageservice.protocol.simulation.schedule;

import org.jspecify.annotations.NullMarked;
