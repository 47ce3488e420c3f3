/** Names of places in a network, as settings and headers write them. */
@NullMarked
package io.messageservice.domain.network;

import org.jspecify.annotations.NullMarked;
