/** What users share: conversations, their participants, and who may do what in them. */
@NullMarked
package io.messageservice.domain.conversation;

import org.jspecify.annotations.NullMarked;
