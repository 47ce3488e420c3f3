/** What is asked of a service of the product before a message is stored. */
@NullMarked
package io.messageservice.application.hook;

import org.jspecify.annotations.NullMarked;
