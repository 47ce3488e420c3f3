/** How clients connect: handshake, tokens, subprotocol, TLS, and how connections end. */
@NullMarked
package io.messageservice.blackbox.connecting;

import org.jspecify.annotations.NullMarked;
