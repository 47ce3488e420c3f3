/** What each user has of conversations for themselves: marks and preferences. */
@NullMarked
package io.messageservice.domain.personal;

import org.jspecify.annotations.NullMarked;
