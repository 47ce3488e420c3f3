/** The commands of what users have for themselves: marks, preferences and blocks. */
@NullMarked
package io.messageservice.protocol.command.personal;

import org.jspecify.annotations.NullMarked;
