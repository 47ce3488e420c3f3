/** What connections receive. */
@NullMarked
package io.messageservice.application.event;

import org.jspecify.annotations.NullMarked;
