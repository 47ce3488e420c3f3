/** How what was decided reaches connections: halls of shards, and deliveries to them. */
@NullMarked
package io.messageservice.application.fanout;

import org.jspecify.annotations.NullMarked;
