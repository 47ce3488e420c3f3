/**
 * What users have of conversations for themselves: what they read, what reached them, preferences.
 */
@NullMarked
package io.messageservice.application.personal;

import org.jspecify.annotations.NullMarked;
