/** What the adapters to Redis stand on: scripts, a connection that subscribes, threads and time. */
@NullMarked
package io.messageservice.adapter.redis.link;

import org.jspecify.annotations.NullMarked;
