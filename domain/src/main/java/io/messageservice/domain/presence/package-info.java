/** Who is online. */
@NullMarked
package io.messageservice.domain.presence;

import org.jspecify.annotations.NullMarked;
