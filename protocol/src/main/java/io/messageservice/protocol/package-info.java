/**
 * What a client and the service send to each other, as a transport sees it: sessions, the wire,
 * text frames.
 */
@NullMarked
package io.messageservice.protocol;

import org.jspecify.annotations.NullMarked;
