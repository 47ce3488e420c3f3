/** How the core says no. */
@NullMarked
package io.messageservice.domain.outcome;

import org.jspecify.annotations.NullMarked;
