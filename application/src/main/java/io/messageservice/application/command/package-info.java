/** The use cases behind the ports, one file per command, and their wiring. */
@NullMarked
package io.messageservice.application.command;

import org.jspecify.annotations.NullMarked;
