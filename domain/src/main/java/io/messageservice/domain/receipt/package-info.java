/** What was read: watermarks. */
@NullMarked
package io.messageservice.domain.receipt;

import org.jspecify.annotations.NullMarked;
