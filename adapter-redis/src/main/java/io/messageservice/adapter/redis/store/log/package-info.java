/** The logs of changes of the partitions, and the one order of what they hold. */
@NullMarked
package io.messageservice.adapter.redis.store.log;

import org.jspecify.annotations.NullMarked;
