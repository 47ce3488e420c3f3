/**
 * The users who are online on any node, and the nodes that live. Both are kept in Redis by leases;
 * transitions are numbered and delivered in that order.
 */
@NullMarked
package io.messageservice.adapter.redis.presence;

import org.jspecify.annotations.NullMarked;
