/** Tests of the logs of changes. */
@NullMarked
package io.messageservice.adapter.redis.store.log;

import org.jspecify.annotations.NullMarked;
