/** What who runs the service relies on: start, stop, signals, backups, logs and health. */
@NullMarked
package io.messageservice.blackbox.operation;

import org.jspecify.annotations.NullMarked;
