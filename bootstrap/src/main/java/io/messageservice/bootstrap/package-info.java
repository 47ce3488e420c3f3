/** Where the process begins, and the wiring: one class for each module, the service on top. */
@NullMarked
package io.messageservice.bootstrap;

import org.jspecify.annotations.NullMarked;
