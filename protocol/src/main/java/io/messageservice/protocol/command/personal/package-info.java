/** The commands by which users change what conversations are for themselves. */
@NullMarked
package io.messageservice.protocol.command.personal;

import org.jspecify.annotations.NullMarked;
