/** Users are reminded of what they have not read. */
@NullMarked
package io.messageservice.application.reminder;

import org.jspecify.annotations.NullMarked;
