/** How conversations, messages and the ids of messages are written in Redis. */
@NullMarked
package io.messageservice.adapter.redis.store.format;

import org.jspecify.annotations.NullMarked;
