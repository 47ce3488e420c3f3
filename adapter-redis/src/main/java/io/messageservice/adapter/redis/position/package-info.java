/** How far readers of logs have come, of which one node at a time is one. */
@NullMarked
package io.messageservice.adapter.redis.position;

import org.jspecify.annotations.NullMarked;
