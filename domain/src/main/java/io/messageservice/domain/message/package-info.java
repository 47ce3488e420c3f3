/** Drafts, messages, attachments. */
@NullMarked
package io.messageservice.domain.message;

import org.jspecify.annotations.NullMarked;
