/** How the core refuses. */
@NullMarked
package io.messageservice.domain.outcome;

import org.jspecify.annotations.NullMarked;
