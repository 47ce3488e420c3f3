/** What servers of Redis are like, by their own settings. */
@NullMarked
package io.messageservice.adapter.redis.server;

import org.jspecify.annotations.NullMarked;
