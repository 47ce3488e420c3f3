/** Fakes of the ports, in memory, for tests. */
@NullMarked
package io.messageservice.application.memory;

import org.jspecify.annotations.NullMarked;
