@NullMarked
package io.messageservice.adapter.redis.server;

import org.jspecify.annotations.NullMarked;
