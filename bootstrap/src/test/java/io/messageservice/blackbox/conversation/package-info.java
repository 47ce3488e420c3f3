/** What users do in conversations, and what others see of it: each command and each push. */
@NullMarked
package io.messageservice.blackbox.conversation;

import org.jspecify.annotations.NullMarked;
