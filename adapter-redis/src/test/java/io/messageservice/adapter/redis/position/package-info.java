/** Tests of how far readers of logs have come. */
@NullMarked
package io.messageservice.adapter.redis.position;

import org.jspecify.annotations.NullMarked;
