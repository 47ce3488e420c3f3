/** The ports: listeners, sockets until they are upgraded, and TLS. */
@NullMarked
package io.messageservice.bootstrap.http;

import org.jspecify.annotations.NullMarked;
