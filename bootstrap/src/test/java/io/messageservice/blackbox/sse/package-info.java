/** The service over server-sent events: a client for the suites, and what holds only there. */
@NullMarked
package io.messageservice.blackbox.sse;

import org.jspecify.annotations.NullMarked;
