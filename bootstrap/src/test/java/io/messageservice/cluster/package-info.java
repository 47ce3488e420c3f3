/**
 * Several nodes and a Redis under fire: killed, paused, drained and cut off while clients go from
 * one to another, and judged whenever all has come to rest. Runs without JUnit; {@code
 * scripts/cluster-kill-test} starts it.
 */
@NullMarked
package io.messageservice.cluster;

import org.jspecify.annotations.NullMarked;
