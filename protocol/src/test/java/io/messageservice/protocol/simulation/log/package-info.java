/** What reads the log of changes of a simulated run. */
@NullMarked
package io.messageservice.protocol.simulation.log;

import org.jspecify.annotations.NullMarked;
