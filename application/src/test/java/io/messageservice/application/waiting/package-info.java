/** How tests wait. */
@NullMarked
package io.messageservice.application.waiting;

import org.jspecify.annotations.NullMarked;
