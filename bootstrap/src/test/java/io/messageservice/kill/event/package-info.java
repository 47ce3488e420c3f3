/**
 * Nodes, their store and the receiver of their webhook killed again and again while users write:
 * what is stored comes to the receiver. Runs without JUnit; {@code scripts/event-kill-test} starts
 * it.
 */
@NullMarked
package io.messageservice.kill.event;

import org.jspecify.annotations.NullMarked;
