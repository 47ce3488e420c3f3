/** Where a client stands in a conversation, and whether it can go on from there. */
@NullMarked
package io.messageservice.domain.view;

import org.jspecify.annotations.NullMarked;
