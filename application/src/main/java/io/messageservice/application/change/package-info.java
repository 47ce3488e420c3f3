/** Commands that change messages which are stored. */
@NullMarked
package io.messageservice.application.change;

import org.jspecify.annotations.NullMarked;
