/** What users do with conversations for themselves. */
@NullMarked
package io.messageservice.application.port.in.personal;

import org.jspecify.annotations.NullMarked;
