/** What happened, for the back end of the product. */
@NullMarked
package io.messageservice.application.port.in.event;

import org.jspecify.annotations.NullMarked;
