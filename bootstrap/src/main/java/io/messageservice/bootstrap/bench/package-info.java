/**
 * Load on a service from a process of its own, at a fixed rate, and what it measures. Open loop: a
 * message is due at its time whatever became of those before it, and its latency counts from then.
 */
@NullMarked
package io.messageservice.bootstrap.bench;

import org.jspecify.annotations.NullMarked;
