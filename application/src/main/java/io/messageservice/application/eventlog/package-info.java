/** The log of events for the back end of the product, filled in from what is stored. */
@NullMarked
package io.messageservice.application.eventlog;

import org.jspecify.annotations.NullMarked;
