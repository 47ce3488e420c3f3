/** Who watches what on one event loop, and who sits where. */
@NullMarked
package io.messageservice.domain.room;

import org.jspecify.annotations.NullMarked;
