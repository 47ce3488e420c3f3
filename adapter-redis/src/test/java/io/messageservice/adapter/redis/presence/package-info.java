@NullMarked
package io.messageservice.adapter.redis.presence;

import org.jspecify.annotations.NullMarked;
