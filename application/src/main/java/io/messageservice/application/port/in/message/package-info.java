/** What users can do with messages. */
@NullMarked
package io.messageservice.application.port.in.message;

import org.jspecify.annotations.NullMarked;
