/** What the domain decides of a command, as values that a ledger writes. */
@NullMarked
package io.messageservice.domain.decision;

import org.jspecify.annotations.NullMarked;
