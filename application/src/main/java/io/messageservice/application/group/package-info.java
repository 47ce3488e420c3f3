/** Commands that create conversations and change groups. */
@NullMarked
package io.messageservice.application.group;

import org.jspecify.annotations.NullMarked;
