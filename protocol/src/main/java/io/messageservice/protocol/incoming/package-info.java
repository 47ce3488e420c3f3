/** What a client has sent: a frame with its command, and what a command is to a session. */
@NullMarked
package io.messageservice.protocol.incoming;

import org.jspecify.annotations.NullMarked;
