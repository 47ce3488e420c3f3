/** What clients receive: events and answers as frames. */
@NullMarked
package io.messageservice.protocol.frame;

import org.jspecify.annotations.NullMarked;
