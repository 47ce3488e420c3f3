/**
 * What the architecture demands, as rules over the compiled classes of all modules. Each rule has a
 * fixture that breaks it, so that a rule that cannot fail is noticed.
 */
@NullMarked
package io.messageservice.architecture;

import org.jspecify.annotations.NullMarked;
