/** Who is typing. */
@NullMarked
package io.messageservice.domain.typing;

import org.jspecify.annotations.NullMarked;
