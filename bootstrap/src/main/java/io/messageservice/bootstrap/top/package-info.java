/** The state of one node in a terminal, from its metrics. */
@NullMarked
package io.messageservice.bootstrap.top;

import org.jspecify.annotations.NullMarked;
