/**
 * A client of the message service: one connection at a time, opened again when it ends; joined
 * conversations that resume where they were; messages that are sent again without doubles.
 */
@NullMarked
package io.messageservice.client;

import org.jspecify.annotations.NullMarked;
