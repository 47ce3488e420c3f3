/** What other services see and ask of this one, by way of Redis. */
@NullMarked
package io.messageservice.adapter.redis.bridge;

import org.jspecify.annotations.NullMarked;
