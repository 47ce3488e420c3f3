/** The message log, conversations and read marks in Redis, which several nodes share. */
@NullMarked
package io.messageservice.adapter.redis.store;

import org.jspecify.annotations.NullMarked;
