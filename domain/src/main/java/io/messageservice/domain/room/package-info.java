/** Who watches what on one shard, and who sits where. */
@NullMarked
package io.messageservice.domain.room;

import org.jspecify.annotations.NullMarked;
