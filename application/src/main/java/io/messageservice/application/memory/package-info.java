/** The store that forgets: everything in memory, for trials and tests. */
@NullMarked
package io.messageservice.application.memory;

import org.jspecify.annotations.NullMarked;
