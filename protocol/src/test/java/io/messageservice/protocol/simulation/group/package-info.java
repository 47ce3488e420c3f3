/** Groups of a simulated run: what is asked of them, and what clients show. */
@NullMarked
package io.messageservice.protocol.simulation.group;

import org.jspecify.annotations.NullMarked;
