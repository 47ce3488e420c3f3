/** What clients ask for: one file per command with its decoding, its call and its reply. */
@NullMarked
package io.messageservice.protocol.command;

import org.jspecify.annotations.NullMarked;
