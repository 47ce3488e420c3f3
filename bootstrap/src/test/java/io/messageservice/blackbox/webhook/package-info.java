/** Events that a service of the product is sent. */
@NullMarked
package io.messageservice.blackbox.webhook;

import org.jspecify.annotations.NullMarked;
