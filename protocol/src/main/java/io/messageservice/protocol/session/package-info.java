/** The state of one connection: its commands in order, its answers and pushes, its rates. */
@NullMarked
package io.messageservice.protocol.session;

import org.jspecify.annotations.NullMarked;
