/** What users of a simulated run have for themselves: marks, preferences and blocks. */
@NullMarked
package io.messageservice.protocol.simulation.personal;

import org.jspecify.annotations.NullMarked;
