/** What each user has for themselves: marks and preferences of conversations, and blocks. */
@NullMarked
package io.messageservice.domain.personal;

import org.jspecify.annotations.NullMarked;
