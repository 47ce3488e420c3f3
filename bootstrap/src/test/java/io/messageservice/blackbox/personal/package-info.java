/** What users have of conversations for themselves, over the socket. */
@NullMarked
package io.messageservice.blackbox.personal;

import org.jspecify.annotations.NullMarked;
