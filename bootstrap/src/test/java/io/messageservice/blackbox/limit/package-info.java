/** What the service bears: limits, rates, slow, broken and hostile clients. */
@NullMarked
package io.messageservice.blackbox.limit;

import org.jspecify.annotations.NullMarked;
