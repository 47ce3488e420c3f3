/** Tests of the bridge to other services. */
@NullMarked
package io.messageservice.adapter.redis.bridge;

import org.jspecify.annotations.NullMarked;
