/** A chat in the terminal, over the Java client. */
@NullMarked
package io.messageservice.bootstrap.talk;

import org.jspecify.annotations.NullMarked;
