@NullMarked
package io.messageservice.adapter.redis.link;

import org.jspecify.annotations.NullMarked;
