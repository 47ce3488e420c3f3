/**
 * Who is online on any node, kept in Redis by leases and delivered by number; and which nodes live.
 */
@NullMarked
package io.messageservice.adapter.redis.presence;

import org.jspecify.annotations.NullMarked;
