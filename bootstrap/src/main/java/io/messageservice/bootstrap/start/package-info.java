/** The start and the stop of the process: what must be true before, and who says when it ends. */
@NullMarked
package io.messageservice.bootstrap.start;

import org.jspecify.annotations.NullMarked;
