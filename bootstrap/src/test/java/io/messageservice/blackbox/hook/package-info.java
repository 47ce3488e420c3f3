/** The hook before a message is stored. */
@NullMarked
package io.messageservice.blackbox.hook;

import org.jspecify.annotations.NullMarked;
