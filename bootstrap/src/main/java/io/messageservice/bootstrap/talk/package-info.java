/** A chat in the terminal: a small client that reconnects and sends again without doubles. */
@NullMarked
package io.messageservice.bootstrap.talk;

import org.jspecify.annotations.NullMarked;
