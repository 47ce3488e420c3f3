/** WebSocket connections as a client needs them; what the JDK's leave open is dealt with here. */
@NullMarked
package io.messageservice.client.socket;

import org.jspecify.annotations.NullMarked;
