/** What users have for themselves: what they read, what reached them, preferences, and blocks. */
@NullMarked
package io.messageservice.application.personal;

import org.jspecify.annotations.NullMarked;
