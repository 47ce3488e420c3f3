/** The start and the stop of the process: what must be true before, and which signals end it. */
@NullMarked
package io.messageservice.bootstrap.start;

import org.jspecify.annotations.NullMarked;
