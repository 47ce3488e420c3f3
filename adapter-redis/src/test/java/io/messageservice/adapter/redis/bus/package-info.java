@NullMarked
package io.messageservice.adapter.redis.bus;

import org.jspecify.annotations.NullMarked;
