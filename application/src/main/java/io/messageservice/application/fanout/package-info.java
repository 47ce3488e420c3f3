/** How events reach connections: the state of each event loop, and tasks for those that receive. */
@NullMarked
package io.messageservice.application.fanout;

import org.jspecify.annotations.NullMarked;
