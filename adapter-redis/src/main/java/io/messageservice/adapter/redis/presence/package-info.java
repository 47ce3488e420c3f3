/** Who is online on any node, kept in Redis by leases and told by number. */
@NullMarked
package io.messageservice.adapter.redis.presence;

import org.jspecify.annotations.NullMarked;
