/**
 * The way to the other nodes through Redis: one channel for each node, and a table of which node
 * watches what.
 */
@NullMarked
package io.messageservice.adapter.redis.bus;

import org.jspecify.annotations.NullMarked;
