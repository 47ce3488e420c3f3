/** How much a client may do. */
@NullMarked
package io.messageservice.domain.limit;

import org.jspecify.annotations.NullMarked;
