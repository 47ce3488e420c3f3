/** The store in Redis against the contracts, in failures, and what it costs. */
@NullMarked
package io.messageservice.adapter.redis.store.format;

import org.jspecify.annotations.NullMarked;
